using LowLatencyMM.Feed.Streams;
using Microsoft.Extensions.Configuration;

namespace LowLatencyMM.Host.Configuration;

/// <summary>
/// <c>config.json</c>: flat keys as <see cref="ConfigurationTable"/> declares them, and in <c>market_making_markets</c> those that differ
/// from market to market. Unknown keys are reported with the nearest known one, keys beginning with <c>_comment</c> are ignored.
/// </summary>
public sealed class ConfigurationFile
{
    private readonly string _path;
    private readonly IConfigurationRoot _root;

    private ConfigurationFile(string path, IConfigurationRoot root)
    {
        _path = path;
        _root = root;
        Top = new ConfigurationValues(path, root, null);
        Warnings = [.. UnknownKeys(root, "").Concat(OwnSections().SelectMany(own => UnknownKeys(own, $"{ConfigurationTable.MarketsKey}.{own.Key}.")))];
    }

    /// <summary>Keys that are not known, each with the nearest known one.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The values that hold for the whole process.</summary>
    public ConfigurationValues Top { get; }

    /// <summary>Opens the file.</summary>
    /// <exception cref="UserErrorException">Missing, or not one JSON object.</exception>
    public static ConfigurationFile Open(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException(ExitCode.Configuration, $"{path}: there is no such configuration file.");
        try
        {
            return new ConfigurationFile(path, new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: false).Build());
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(ExitCode.Configuration, $"{path}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>The markets that are made: <c>market_making_market</c> first, then those of <c>market_making_markets</c> by name.</summary>
    /// <exception cref="UserErrorException">A list of names and keys is malformed, or names a market twice.</exception>
    public IReadOnlyList<string> Markets()
    {
        IConfigurationSection several = _root.GetSection(ConfigurationTable.MarketsKey);
        if (several.Value is { Length: > 0 } scalar)
            throw Wrong(ConfigurationTable.MarketsKey, scalar);
        var markets = new List<string>();
        foreach (IConfigurationSection child in several.GetChildren())
        {
            bool isListItem = int.TryParse(child.Key, out _);
            string? name = isListItem ? child.Value : child.Value is null ? child.Key : null;
            if (string.IsNullOrEmpty(name))
                throw Wrong($"{ConfigurationTable.MarketsKey}.{child.Key}", child.Value ?? "{…}");
            if (markets.Contains(name))
                throw new UserErrorException(ExitCode.Configuration, $"{_path}: \"{ConfigurationTable.MarketsKey}\" names {name} twice.");
            markets.Add(name);
        }
        if (Top.OptionalText("market_making_market") is { } first)
        {
            markets.Remove(first);
            markets.Insert(0, first);
        }
        return markets;
    }

    /// <summary>The values that hold for a market: its own, else those at the top.</summary>
    public ConfigurationValues Of(string market) =>
        new(_path, _root, OwnSections().FirstOrDefault(own => own.Key.Equals(market, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The topology of that name.</summary>
    internal static Topology TopologyOf(string name) => Enum.Parse<Topology>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Checks every key that the file has, and reads what <c>run</c> needs, for the given exchange.</summary>
    /// <exception cref="UserErrorException">A required key is missing, or a value is malformed or out of range.</exception>
    public RunConfiguration Read(Uri restBase, Uri streamBase, string chainId)
    {
        Validate();
        IReadOnlyList<string> markets = Markets();
        if (markets.Count == 0)
            throw Top.Missing("market_making_market");
        foreach (ConfigurationKey key in ConfigurationTable.All.Where(key => !key.PerMarket))
            RequireSaid(key, Top);
        return new RunConfiguration
        {
            File = _path,
            RestBase = restBase,
            StreamBase = streamBase,
            ChainId = chainId,
            Markets = [.. markets.Select(ReadMarket)],
            JournalDirectory = Top.Text("journal_directory"),
            TradingEnabled = Top.Flag("trading_enabled"),
            DeadManSwitchSeconds = (int)Top.Whole("dead_man_switch_sec"),
            ShutdownTimeout = TimeSpan.FromSeconds(Top.Number("shutdown_timeout_sec")),
            StatusInterval = TimeSpan.FromSeconds(Top.Number("pnl_log_interval_sec")),
            StreamApi = Top.Choice("stream_api") == "v2" ? StreamApi.V2 : StreamApi.V1,
            RestBackupInterval = Top.Flag("rest_backup_enabled") ? TimeSpan.FromSeconds(Top.Number("rest_backup_interval_sec")) : null,
            RestBackupLogPrices = Top.Flag("rest_backup_log_prices"),
            WarmStart = Enum.Parse<WarmStartSource>(Top.Choice("warm_start"), ignoreCase: true),
            DataDirectory = Top.Text("data_directory"),
            SignsAhead = Top.Flag("sign_ahead"),
            Topology = TopologyOf(Top.Choice("topology")),
            Waiting = Enum.Parse<WaitMode>(Top.Choice("waiting"), ignoreCase: true),
            RehearsalInterval = TimeSpan.FromMicroseconds(Top.Whole("rehearsal_interval_us")),
        };
    }

    /// <summary>Checks every key that the file has, whether anything reads it or not.</summary>
    /// <exception cref="UserErrorException">A value is malformed or out of range.</exception>
    public void Validate()
    {
        ConfigurationValues[] places = [Top, .. OwnSections().Select(own => Of(own.Key))];
        foreach (ConfigurationKey key in ConfigurationTable.All)
        {
            foreach (ConfigurationValues values in places)
                values.Validate(key);
        }
    }

    private MarketConfiguration ReadMarket(string market)
    {
        ConfigurationValues values = Of(market);
        foreach (ConfigurationKey key in ConfigurationTable.All.Where(key => key.PerMarket))
            RequireSaid(key, values);
        return MarketConfiguration.Read(market, values);
    }

    private static void RequireSaid(ConfigurationKey key, ConfigurationValues values)
    {
        if (key.Required && values.Origin(key).Text is null)
            throw values.Missing(key.Name);
    }

    private IEnumerable<IConfigurationSection> OwnSections() =>
        _root.GetSection(ConfigurationTable.MarketsKey).GetChildren().Where(child => child.GetChildren().Any());

    private IEnumerable<string> UnknownKeys(IConfiguration place, string prefix)
    {
        foreach (string name in place.GetChildren().Select(child => child.Key))
        {
            if (name.StartsWith("_comment", StringComparison.Ordinal))
                continue;
            ConfigurationKey? key = ConfigurationTable.Find(name);
            if (key is null)
                yield return $"{_path}: unknown key \"{prefix}{name}\" is ignored; the nearest known key is \"{ConfigurationTable.Nearest(name)}\".";
            else if (prefix.Length > 0 && !key.PerMarket)
                yield return $"{_path}: \"{prefix}{name}\" is ignored: it holds for all markets and stands at the top.";
        }
    }

    private UserErrorException Wrong(string place, string value) =>
        new(ExitCode.Configuration,
            $"{_path}: \"{place}\" is \"{value}\", expected {ConfigurationTable.Get(ConfigurationTable.MarketsKey).Expected}.");
}
