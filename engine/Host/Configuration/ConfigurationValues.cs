using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LowLatencyMM.Host.Configuration;

/// <summary>
/// The values that hold for one market, or for the whole process: its own, else those at the top of the file, else the defaults.
/// Every reading goes by the table: a key that is not in it cannot be read.
/// </summary>
public sealed class ConfigurationValues
{
    private const double NanosecondsPerSecond = 1e9;
    private const decimal MicroPerUsd = 1_000_000m;

    private readonly string _path;
    private readonly IConfiguration _top;
    private readonly IConfigurationSection? _own;

    internal ConfigurationValues(string path, IConfiguration top, IConfigurationSection? own)
    {
        _path = path;
        _top = top;
        _own = own;
    }

    /// <summary>A number; its default if the file has none.</summary>
    public double Number(string name) => double.Parse(Required(name, ValueKind.Number), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A number, or null if neither file nor table has one.</summary>
    public double? OptionalNumber(string name) =>
        Value(ConfigurationTable.Get(name)) is { } text ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    /// <summary>A whole number.</summary>
    public long Whole(string name) => long.Parse(Required(name, ValueKind.Whole), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>An amount in 1e-6 of the collateral.</summary>
    public long Micro(string name)
    {
        ConfigurationKey key = ConfigurationTable.Get(name);
        if (key.DefaultTimesNotional > 0 && Text(key) is null)
            return checked(key.DefaultTimesNotional * Micro("market_making_notional_usd"));
        return (long)(decimal.Parse(Required(name, ValueKind.Usd), NumberStyles.Float, CultureInfo.InvariantCulture) * MicroPerUsd);
    }

    /// <summary>A time in nanoseconds, from a number in the key's unit: milliseconds, seconds or hours.</summary>
    public long Nanoseconds(string name)
    {
        ConfigurationKey key = ConfigurationTable.Get(name);
        double number = key.Kind == ValueKind.Whole ? Whole(name) : Number(name);
        double seconds = key.Unit switch
        {
            "ms" => 1e-3,
            "s" => 1,
            "h" => 3_600,
            _ => throw new InvalidOperationException($"\"{name}\" is not a time."),
        };
        return (long)(number * seconds * NanosecondsPerSecond);
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name) => bool.Parse(Required(name, ValueKind.Flag));

    /// <summary>A choice, by its own name.</summary>
    public string Choice(string name) => ConfigurationTable.Get(name).Canonical(Required(name, ValueKind.Choice));

    /// <summary>A text, or null if neither file nor table has one.</summary>
    public string? OptionalText(string name) => Value(ConfigurationTable.Get(name));

    /// <summary>A text.</summary>
    public string Text(string name) => Required(name, ValueKind.Text);

    /// <summary>A list of texts; empty if the file has none.</summary>
    public IReadOnlyList<string> Texts(string name) => Items(ConfigurationTable.Get(name));

    /// <summary>A list of numbers.</summary>
    public IReadOnlyList<double> Numbers(string name)
    {
        ConfigurationKey key = ConfigurationTable.Get(name);
        IReadOnlyList<string> items = Items(key);
        if (items.Count == 0 && key.Default is { } list)
            items = list.Split(',', StringSplitOptions.TrimEntries);
        return [.. items.Select(item => double.Parse(item, NumberStyles.Float, CultureInfo.InvariantCulture))];
    }

    /// <summary>The text that a key has, and where it comes from; the text is null if there is none at all.</summary>
    internal (string? Text, ConfigurationSource Source) Origin(ConfigurationKey key)
    {
        if (key.Kind is ValueKind.TextList or ValueKind.NumberList or ValueKind.Markets)
        {
            string[] items = [.. _top.GetSection(key.Name).GetChildren().Select(item => item.Value ?? item.Key)];
            return items.Length > 0 ? (string.Join(", ", items), ConfigurationSource.File) : (key.Default, ConfigurationSource.Default);
        }
        if (Own(key) is { } own)
            return (Shown(key, own), ConfigurationSource.Market);
        if (Top(key) is { } top)
            return (Shown(key, top), ConfigurationSource.File);
        if (key.DefaultTimesNotional > 0)
            return (Micro(key.Name) is var micro ? (micro / MicroPerUsd).ToString("0.######", CultureInfo.InvariantCulture) : null, ConfigurationSource.Default);
        return (key.Default, ConfigurationSource.Default);
    }

    /// <summary>Refuses what the table or this version does not take.</summary>
    /// <exception cref="UserErrorException">Names file, key, value and what was expected.</exception>
    internal void Validate(ConfigurationKey key)
    {
        if (key.Kind == ValueKind.Markets)
            return;
        if (key.Kind is ValueKind.TextList or ValueKind.NumberList)
        {
            IConfigurationSection list = _top.GetSection(key.Name);
            if (list.Value is { Length: > 0 } scalar)
                throw Wrong(key, scalar, key.Expected);
            foreach (IConfigurationSection item in list.GetChildren())
            {
                if (item.Value is null || !key.Accepts(item.Value))
                    throw Wrong(key, item.Value ?? "{…}", key.Expected);
            }
            return;
        }
        if (_top.GetSection(key.Name).GetChildren().Any() || (_own?.GetSection(key.Name).GetChildren().Any() ?? false))
            throw Wrong(key, "a list or an object", key.Expected);
        if (Text(key) is not { } text)
            return;
        if (!key.Accepts(text))
            throw Wrong(key, text, key.Expected);
    }

    /// <summary>A required key is missing.</summary>
    internal UserErrorException Missing(string name) => new(ExitCode.Configuration, $"{_path}: \"{name}\" is required{In()}.");

    /// <summary>A value is refused.</summary>
    internal UserErrorException Wrong(string name, string expected)
    {
        ConfigurationKey key = ConfigurationTable.Get(name);
        return Wrong(key, Origin(key).Text ?? "nothing", expected);
    }

    private UserErrorException Wrong(ConfigurationKey key, string value, string expected)
    {
        string place = Own(key) is not null ? $"{ConfigurationTable.MarketsKey}.{_own!.Key}.{key.Name}" : key.Name;
        return new UserErrorException(ExitCode.Configuration, $"{_path}: \"{place}\" is \"{value}\", expected {expected}.");
    }

    private string In() => _own is null ? "" : $" for {_own.Key}";

    private string Required(string name, ValueKind kind)
    {
        ConfigurationKey key = ConfigurationTable.Get(name);
        if (key.Kind != kind)
            throw new InvalidOperationException($"\"{name}\" is a {key.Kind}, read as a {kind}.");
        return Value(key) ?? throw Missing(name);
    }

    private string? Value(ConfigurationKey key) => Text(key) ?? key.Default;

    private string? Text(ConfigurationKey key) => Own(key) ?? Top(key);

    private string? Own(ConfigurationKey key) => key.PerMarket && _own?[key.Name] is { Length: > 0 } value ? value : null;

    private string? Top(ConfigurationKey key) => _top[key.Name] is { Length: > 0 } value ? value : null;

    private IReadOnlyList<string> Items(ConfigurationKey key) =>
        [.. _top.GetSection(key.Name).GetChildren().Select(item => item.Value).OfType<string>()];

    private static string Shown(ConfigurationKey key, string text) => key.Kind switch
    {
        ValueKind.Choice => key.Canonical(text),
        ValueKind.Flag => text.ToLowerInvariant(),
        _ => text,
    };
}
