using System.Text.Json;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Estimates;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.Host.Tests.Estimates;

public sealed class SpreadsTests : IDisposable
{
    private const string Config =
        "{\"market_making_market\":\"BTC-USD\",\"market_making_notional_usd\":100,\"trading_enabled\":false,\"quoting_mode\":\"two_sided\"}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Defect 70: the sign of a short inventory was dropped.
    [Fact]
    public void A_short_position_raises_the_reservation_price_and_a_long_one_lowers_it()
    {
        SpreadTable flat = Table(0), bought = Table(0.01), sold = Table(-0.01);

        Assert.Equal(flat.FairPrice, flat.At(0.1).Reservation, 1e-6);
        Assert.True(bought.At(0.1).Reservation < flat.FairPrice);
        Assert.True(sold.At(0.1).Reservation > flat.FairPrice);
        Assert.Equal(bought.At(0.1).ShiftBps, -sold.At(0.1).ShiftBps, 1e-6);
        Assert.True(bought.At(1).ShiftBps < bought.At(0.1).ShiftBps);
        Assert.True(flat.At(10).SpreadBps > flat.At(0.001).SpreadBps);
    }

    [Fact]
    public void What_stands_in_for_a_missing_estimate_is_said()
    {
        SpreadTable table = Table(0, quoting => quoting with { SigmaMethod = SigmaMethod.Garch, IntensityMinFills = 1_000_000, IntensityMethod = IntensityMethod.VirtualQuoting });

        Assert.Contains("ewma, because garch", table.SigmaOrigin, StringComparison.Ordinal);
        Assert.Contains("kappa_fallback_bps 5, because virtual_quoting", table.IntensityOrigin, StringComparison.Ordinal);
        Assert.Equal(1e4 / (5 * table.FairPrice), table.Intensity.Kappa, 1e-12);
    }

    [Fact]
    public async Task Both_verbs_give_one_json_object_and_the_configured_grid()
    {
        string config = _folder.Write("config.json", Config.TrimEnd('}') + ",\"gamma_grid\":[0.01,0.2],\"sigma_estimation_method\":\"ewma\"}");
        string[] data = [PastMarket.BundledMinute, "--market", "BTC-USD", "--tick", "0.1", "--step", "0.001"];

        (int estimated, string estimate, _) = await LlmmProcess.RunAsync(_folder.Path, null, ["estimate", .. data, "--json"]);
        (int spread, string spreads, string error) = await LlmmProcess.RunAsync(
            _folder.Path, null, ["spreads", .. data, "--config", config, "--inventory", "-0.002", "--maker-fee", "0.0002", "--json"]);

        Assert.Equal(ExitCode.Ok, estimated);
        Assert.True(spread == ExitCode.Ok, error);
        using JsonDocument first = JsonDocument.Parse(estimate);
        using JsonDocument second = JsonDocument.Parse(spreads);
        Assert.Equal(18, first.RootElement.GetProperty("intensity").GetArrayLength());
        Assert.Equal(7, first.RootElement.GetProperty("sigmaPerSqrtSecond").EnumerateObject().Count());
        JsonElement gammas = second.RootElement.GetProperty("gammas");
        Assert.Equal([0.01, 0.2], gammas.EnumerateArray().Select(row => row.GetProperty("gammaPerUsd").GetDouble()));
        Assert.True(gammas[1].GetProperty("shiftBps").GetDouble() > gammas[0].GetProperty("shiftBps").GetDouble());
    }

    // Defect 70: what the configuration did not say was taken from defaults in silence.
    [Theory]
    [InlineData("spreads DATA --market BTC-USD --tick 0.1 --step 0.001 --maker-fee 0", "give --inventory, or set fetch_inventory_from_api to false")]
    [InlineData("spreads DATA --market BTC-USD --tick 0.1 --step 0.001 --inventory 1", "give --maker-fee")]
    [InlineData("spreads DATA --market BTC-USD --step 0.001 --inventory 1", "give --tick")]
    [InlineData("estimate DATA --tick 0.1 --step 0.001", "give --market")]
    [InlineData("estimate DATA --market BTC-USD --tick 0.1 --step 0", "--step is '0', expected a positive decimal number")]
    public async Task What_is_not_said_is_asked_for(string arguments, string expected)
    {
        _folder.Write("config.json", Config);

        (int exitCode, string output, string error) = await LlmmProcess.RunAsync(
            _folder.Path, null, arguments.Replace("DATA", PastMarket.BundledMinute, StringComparison.Ordinal).Split(' '));

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        (int exitCode, _, string error) = await LlmmProcess.RunAsync(_folder.Path, null, "estimate", "nowhere");

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Contains("nowhere is not there", error, StringComparison.Ordinal);
    }

    private static SpreadTable Table(double position, Func<QuotingSettings, QuotingSettings>? change = null)
    {
        var quoting = new QuotingSettings { NotionalMicro = 250_000_000, HorizonSeconds = 3_600, SigmaSampleNs = 1_000_000_000, MinimumSpreadBps = 0 };
        if (change is not null)
            quoting = change(quoting);
        MarketHistory history = PastMarket.Recording();
        EstimateReport report = EstimateRun.Over(history, new EstimateOptions(quoting, 100));
        return new SpreadTable(
            report, history, new MarketConfiguration { Market = "BTC-USD", Quoting = quoting, Risk = PastMarket.Settings.Risk }, 0.0002, position);
    }
}
