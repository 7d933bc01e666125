using System.Globalization;
using System.Reflection;
using LowLatencyMM.Feed;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Verbs;

namespace LowLatencyMM.Host.Tests;

/// <summary>The table of keys says what is true: every key of it, not chosen examples.</summary>
public class ConfigurationTableTests
{
    /// <summary>The keys that the Rust bot's config.json has; its files keep working.</summary>
    private static readonly string[] RustKeys =
    [
        "markets", "market_making_market", "market_making_notional_usd", "market_making_gamma", "minimum_spread_bps", "time_horizon_hours",
        "window_hours", "spread_calc_interval_sec", "order_refresh_interval_sec", "pnl_log_interval_sec", "repricing_threshold_bps", "data_directory",
        "collect_orderbook", "collect_trades", "collect_full_orderbook", "max_depth_levels", "rest_backup_enabled", "rest_backup_interval_sec",
        "rest_backup_log_prices", "k_estimation_method", "k_min_samples_per_level", "sigma_estimation_method", "trading_enabled", "market", "gamma_grid",
        "time_horizon_seconds", "sample_interval_seconds", "fetch_inventory_from_api", "manual_inventory",
    ];

    public static TheoryData<string> Settings => [.. ConfigurationTable.All.Where(key => key.Setting is not null).Select(key => key.Name)];

    [Fact]
    public void Every_key_of_the_rust_bot_is_known() => Assert.All(RustKeys, key => Assert.NotNull(ConfigurationTable.Find(key)));

    [Fact]
    public void No_key_stands_twice_and_every_default_is_one_of_its_own_values()
    {
        Assert.Equal(ConfigurationTable.All.Count, ConfigurationTable.All.DistinctBy(key => key.Name).Count());
        Assert.All(ConfigurationTable.All, key => Assert.All(
            key.Default?.Split(", ") ?? [], value => Assert.True(key.Accepts(value), $"{key.Name} does not accept its default {value}")));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_key_changes_the_engine_setting_that_the_table_names_and_no_other(string name)
    {
        ConfigurationKey key = ConfigurationTable.Get(name);
        Dictionary<string, object?> before = Read(""), after = Read($",\"{name}\":{Other(key)}");

        string[] changed = [.. before.Keys.Where(setting => !Equals(before[setting], after[setting]))];

        // The defaults of two limits follow from the notional.
        string[] expected = name == "market_making_notional_usd"
            ? [key.Setting!, "Risk.MaxPositionMicro", "Risk.MaxOrderNotionalMicro"]
            : [key.Setting!];
        Assert.Equal(expected, changed);
    }

    [Fact]
    public void Every_engine_setting_that_a_key_can_have_is_named_by_exactly_one()
    {
        string[] named = [.. ConfigurationTable.All.Select(key => key.Setting).OfType<string>().Order(StringComparer.Ordinal)];

        Assert.Equal(named.Distinct(), named);
        // What no key names is fixed: it is not in the reference of keys.
        Assert.Equal(
            ["Orders.QueryIntervalNs", "Orders.RejectBackoffCapNs", "Orders.RejectBackoffNs", "Risk.CancelReservePercent"],
            Read("").Keys.Except(named).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readmes_table_is_the_table()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Folder, "engine/Host/Configuration/README.md"));

        Assert.Contains(ConfigVerb.Markdown(), readme, StringComparison.Ordinal);
    }

    /// <summary>A value that is neither the default nor that of <see cref="Read"/>.</summary>
    private static string Other(ConfigurationKey key) => key.Kind switch
    {
        ValueKind.Flag => key.Default == "true" ? "false" : "true",
        ValueKind.Choice => $"\"{key.Choices[1]}\"",
        ValueKind.Whole or ValueKind.Usd => ((long)(key.Most / 2)).ToString(CultureInfo.InvariantCulture),
        _ => (key.Default is { } text && decimal.Parse(text, CultureInfo.InvariantCulture) is > 0 and var number ? number * 1.5m : key.Most / 2)
            .ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The first market's settings, by their names.</summary>
    private static Dictionary<string, object?> Read(string more)
    {
        using var folder = new TemporaryFolder();
        bool isNotional = more.StartsWith(",\"market_making_notional_usd\"", StringComparison.Ordinal);
        string text = "{\"market_making_market\":\"BTC-USD\"" + (isNotional ? "" : ",\"market_making_notional_usd\":100")
            + ",\"trading_enabled\":true" + more + "}";
        ExtendedEnvironment exchange = ExtendedEnvironment.Testnet;
        MarketConfiguration market = ConfigurationFile.Open(folder.Write("config.json", text)).Read(exchange.RestBase, exchange.StreamBase, exchange.Domain!.ChainId).Markets[0];
        return new[] { ("Quoting", (object)market.Quoting), ("Risk", market.Risk), ("Orders", market.Orders) }
            .SelectMany(part => part.Item2.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(property => (Name: $"{part.Item1}.{property.Name}", Value: property.GetValue(part.Item2))))
            .ToDictionary(setting => setting.Name, setting => setting.Value);
    }
}
