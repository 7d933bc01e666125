using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Tests;

public class ConfigurationFileTests
{
    private const string Required =
        "\"market_making_market\":\"BTC-USD\",\"market_making_notional_usd\":100,\"trading_enabled\":true";

    private static readonly Uri Rest = new("http://127.0.0.1:1/api/v1");
    private static readonly Uri Streams = new("ws://127.0.0.1:1/stream.extended.exchange/v1");

    [Fact]
    public void The_required_keys_alone_give_the_documented_defaults()
    {
        RunConfiguration configuration = Read("{" + Required + "}");

        Assert.Equal("BTC-USD", configuration.Markets[0].Market);
        Assert.Equal(100_000_000, configuration.Markets[0].Quoting.NotionalMicro);
        Assert.Equal(10, configuration.Markets[0].Quoting.MinimumSpreadBps);
        Assert.Equal(86_400, configuration.Markets[0].Quoting.HorizonSeconds);
        Assert.Equal(250_000_000, configuration.Markets[0].Quoting.OrderRefreshNs);
        Assert.Equal(2_000_000_000, configuration.Markets[0].Quoting.MaxDataAgeNs);
        Assert.Equal(1_000_000_000, configuration.Markets[0].Risk.MaxPositionMicro);
        Assert.Equal(30, configuration.DeadManSwitchSeconds);
    }

    [Fact]
    public void A_sub_second_interval_is_not_truncated()
    {
        RunConfiguration configuration = Read("{" + Required + ",\"order_refresh_interval_sec\":0.5,\"max_data_age_ms\":1.5}");

        Assert.Equal(500_000_000, configuration.Markets[0].Quoting.OrderRefreshNs);
        Assert.Equal(1_500_000, configuration.Markets[0].Quoting.MaxDataAgeNs);
    }

    [Theory]
    [InlineData("\"market_making_gamma\":-1", "market_making_gamma", "from 0 to 1000000")]
    [InlineData("\"market_making_gamma\":\"NaN\"", "market_making_gamma", "from 0 to 1000000")]
    [InlineData("\"order_refresh_interval_sec\":0", "order_refresh_interval_sec", "from 0.01")]
    [InlineData("\"repricing_threshold_bps\":\"three\"", "repricing_threshold_bps", "\"three\"")]
    [InlineData("\"reprice_min_ticks\":1.5", "reprice_min_ticks", "whole number")]
    [InlineData("\"max_position_usd\":99", "max_position_usd", "at least market_making_notional_usd, which is 100")]
    [InlineData("\"maximum_spread_bps\":5", "maximum_spread_bps", "at least minimum_spread_bps")]
    [InlineData("\"use_atomic_replace\":\"perhaps\"", "use_atomic_replace", "true or false")]
    [InlineData("\"quote_model\":\"gltf\"", "quote_model", "avellaneda_stoikov or glft or glft_exact")]
    [InlineData("\"sigma_estimation_method\":\"garsch\"", "sigma_estimation_method", "ewma")]
    [InlineData("\"k_estimation_method\":\"vitrual\"", "k_estimation_method", "virtual_quoting")]
    [InlineData("\"quote_model\":\"glft_exact\",\"max_position_usd\":20100", "max_position_usd", "at most 200 times")]
    [InlineData("\"sigma_max_daily\":0.0001", "sigma_max_daily", "at least sigma_min_daily, which is 0.001")]
    [InlineData("\"market_making_gamma\":{\"value\":1}", "market_making_gamma", "from 0 to 1000000")]
    [InlineData("\"markets\":\"BTC-USD\"", "markets", "a list of texts")]
    [InlineData("\"gamma_grid\":[0.1,\"much\"]", "gamma_grid", "\"much\"")]
    [InlineData("\"max_leverage\":300", "max_leverage", "a number from 1 to 100")]
    [InlineData("\"kill_action\":\"sleep\"", "kill_action", "exit or reduce_only")]
    [InlineData("\"market_making_markets\":\"ETH-USD\"", "market_making_markets", "a list of markets")]
    [InlineData("\"market_making_markets\":{\"ETH-USD\":{\"market_making_notional_usd\":-1}}", "market_making_markets.ETH-USD.market_making_notional_usd", "\"-1\"")]
    [InlineData("\"market_making_markets\":{\"ETH-USD\":{\"quote_model\":\"gltf\"}}", "market_making_markets.ETH-USD.quote_model", "avellaneda_stoikov or glft or glft_exact")]
    [InlineData("\"topology\":\"fused_poling\"", "topology", "fused or fused_polling")]
    [InlineData("\"waiting\":\"sleeping\"", "waiting", "blocking or yielding or spinning")]
    public void A_wrong_value_is_refused_naming_key_value_and_what_was_expected(string member, string key, string expected)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Read("{" + Required + "," + member + "}"));

        Assert.Equal(ExitCode.Configuration, error.ExitCode);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Topology.Fused)]
    [InlineData(",\"topology\":\"fused\"", Topology.Fused)]
    [InlineData(",\"topology\":\"fused_polling\"", Topology.FusedPolling)]
    public void The_topology_is_one_thread_for_the_engine_and_threads_for_the_streams_unless_said_otherwise(string member, Topology expected) =>
        Assert.Equal(expected, Read("{" + Required + member + "}").Topology);

    // Defect 71: an unknown method fell back to another in silence.
    [Theory]
    [InlineData("vq", IntensityMethod.VirtualQuoting)]
    [InlineData("Virtual", IntensityMethod.VirtualQuoting)]
    [InlineData("VIRTUAL_QUOTING", IntensityMethod.VirtualQuoting)]
    [InlineData("depth", IntensityMethod.DepthIntensity)]
    [InlineData("simple", IntensityMethod.Simple)]
    [InlineData("trade_depth", IntensityMethod.TradeDepth)]
    public void Each_name_of_an_intensity_method_means_it(string name, IntensityMethod method) =>
        Assert.Equal(method, Read("{" + Required + $",\"k_estimation_method\":\"{name}\"}}").Markets[0].Quoting.IntensityMethod);

    [Theory]
    [InlineData("python", SigmaMethod.GarchStudentT)]
    [InlineData("Python_Garch", SigmaMethod.GarchStudentT)]
    [InlineData("garch_t", SigmaMethod.GarchStudentT)]
    [InlineData("studentt", SigmaMethod.GarchStudentT)]
    [InlineData("garch", SigmaMethod.Garch)]
    [InlineData("tsrv", SigmaMethod.TwoScale)]
    public void Each_name_of_a_volatility_method_means_it(string name, SigmaMethod method) =>
        Assert.Equal(method, Read("{" + Required + $",\"sigma_estimation_method\":\"{name}\"}}").Markets[0].Quoting.SigmaMethod);

    [Fact]
    public void Every_choice_of_the_models_is_a_setting()
    {
        string[] keys =
        [
            "quote_model", "gamma_units", "gamma_mode", "glft_terms", "horizon_mode", "fair_price", "minimum_spread_basis", "bbo_policy",
            "k_estimation_method", "k_grid_spacing", "k_regression", "k_side", "sigma_estimation_method",
        ];
        foreach (string key in keys)
        {
            foreach (string choice in ConfigurationTable.Get(key).Choices)
                Read("{" + Required + $",\"{key}\":\"{choice}\"}}");
        }
    }

    [Theory]
    [InlineData("market_making_market")]
    [InlineData("market_making_notional_usd")]
    [InlineData("trading_enabled")]
    public void A_missing_required_key_is_named_and_never_defaulted(string key)
    {
        string[] members = [.. Required.Split(',').Where(member => !member.Contains(key, StringComparison.Ordinal))];

        UserErrorException error = Assert.Throws<UserErrorException>(() => Read("{" + string.Join(',', members) + "}"));

        Assert.Contains($"\"{key}\" is required", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_is_reported_with_the_nearest_known_one_and_comments_are_not()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("config.json", "{" + Required + ",\"minimun_spread_bps\":3,\"_comment1\":\"text\"}");

        ConfigurationFile file = ConfigurationFile.Open(path);

        string warning = Assert.Single(file.Warnings);
        Assert.Contains("minimun_spread_bps", warning, StringComparison.Ordinal);
        Assert.Contains("\"minimum_spread_bps\"", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_market_has_its_own_keys_and_else_those_at_the_top()
    {
        RunConfiguration configuration = Read("{" + Required
            + ",\"minimum_spread_bps\":7,\"market_making_markets\":{\"SOL-USD\":{},\"ETH-USD\":{\"market_making_notional_usd\":50,\"minimum_spread_bps\":3}}}");

        Assert.Equal(["BTC-USD", "ETH-USD", "SOL-USD"], configuration.Markets.Select(market => market.Market));
        Assert.Equal([100_000_000, 50_000_000, 100_000_000], configuration.Markets.Select(market => market.Quoting.NotionalMicro));
        Assert.Equal([1_000_000_000, 500_000_000, 1_000_000_000], configuration.Markets.Select(market => market.Risk.MaxPositionMicro));
        Assert.Equal([7, 3, 7], configuration.Markets.Select(market => market.Quoting.MinimumSpreadBps));
    }

    [Fact]
    public void Several_markets_can_be_a_list_of_names()
    {
        RunConfiguration configuration = Read(
            "{\"market_making_markets\":[\"SOL-USD\",\"BTC-USD\"],\"market_making_notional_usd\":100,\"trading_enabled\":false,\"quoting_mode\":\"two_sided\"}");

        Assert.Equal(["SOL-USD", "BTC-USD"], configuration.Markets.Select(market => market.Market));
    }

    [Fact]
    public void A_market_named_twice_is_refused()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Read(
            "{\"market_making_markets\":[\"BTC-USD\",\"BTC-USD\"],\"market_making_notional_usd\":1,\"trading_enabled\":false,\"quoting_mode\":\"two_sided\"}"));

        Assert.Contains("names BTC-USD twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_for_all_markets_inside_one_market_is_reported()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("config.json", "{" + Required + ",\"market_making_markets\":{\"BTC-USD\":{\"trading_enabled\":false,\"minimum_spred_bps\":1,\"_comment\":\"x\"}}}");

        ConfigurationFile file = ConfigurationFile.Open(path);

        Assert.Equal(2, file.Warnings.Count);
        Assert.Contains(file.Warnings, warning => warning.Contains("\"market_making_markets.BTC-USD.trading_enabled\" is ignored: it holds for all markets", StringComparison.Ordinal));
        Assert.Contains(file.Warnings, warning => warning.Contains("minimum_spred_bps\" is ignored; the nearest known key is \"minimum_spread_bps\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_and_broken_json_are_one_clear_message()
    {
        using var folder = new TemporaryFolder();
        string broken = folder.Write("broken.json", "{\"market\": ");

        UserErrorException missing = Assert.Throws<UserErrorException>(() => ConfigurationFile.Open(folder.File("none.json")));
        UserErrorException malformed = Assert.Throws<UserErrorException>(() => ConfigurationFile.Open(broken));

        Assert.Contains("none.json", missing.Message, StringComparison.Ordinal);
        Assert.Contains("broken.json", malformed.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, malformed.ExitCode);
    }

    [Fact]
    public void A_dot_env_line_that_is_no_assignment_is_refused_without_showing_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(".env", "# comment\nexport API_KEY=\"abc\"\nVAULT_NUMBER = 7\n");

        UserErrorException error = Assert.Throws<UserErrorException>(() => DotEnv.Read(path));

        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("7", error.Message[error.Message.IndexOf("line 3", StringComparison.Ordinal)..].Replace("line 3", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Dot_env_values_lose_their_quotes_and_export()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(".env", "# comment\nexport API_KEY=\"abc\"\n\nVAULT_NUMBER=7\n");

        IReadOnlyDictionary<string, string> values = DotEnv.Read(path);

        Assert.Equal("abc", values["API_KEY"]);
        Assert.Equal("7", values["VAULT_NUMBER"]);
    }

    private static RunConfiguration Read(string json)
    {
        using var folder = new TemporaryFolder();
        return ConfigurationFile.Open(folder.Write("config.json", json)).Read(Rest, Streams, "SN_SEPOLIA");
    }
}
