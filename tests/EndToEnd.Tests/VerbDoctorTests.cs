using System.Text.Json;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary><c>doctor</c> and <c>config</c> as their users see them.</summary>
public class VerbDoctorTests(VerbFixture verbs) : IClassFixture<VerbFixture>
{
    private const string Configuration =
        "{\"market_making_market\":\"BTC-USD\",\"market_making_notional_usd\":250,\"trading_enabled\":true,\"quoting_mode\":\"two_sided\"}";

    [Fact]
    public async Task Doctor_finds_all_well_and_measures_the_way_to_the_exchange()
    {
        File.WriteAllText(Path.Combine(verbs.Folder, "good.json"), Configuration);

        JsonElement json = await verbs.Json("doctor", "--config", "good.json");
        string text = await verbs.Text("doctor", "--config", "good.json");

        Dictionary<string, string> checks = json.GetProperty("checks").EnumerateArray()
            .ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("status").GetString()!);
        foreach (string name in new[] { "configuration", "keys", "account", "stream" })
            Assert.Equal("ok", checks[name]);
        Assert.All(new[] { "disk", "processor", "exchange", "clock" }, name => Assert.Contains(checks[name], new[] { "ok", "warn" }));
        JsonElement times = json.GetProperty("roundTripMs");
        Assert.Equal(100, times.GetProperty("count").GetInt32());
        double[] ascending = [.. new[] { "min", "p50", "p90", "p95", "p99" }.Select(member => times.GetProperty(member).GetDouble())];
        Assert.Equal(ascending.Order(), ascending);
        Assert.True(times.GetProperty("avg").GetDouble() >= ascending[0]);
        Assert.True(json.GetProperty("exchangeAheadMs").GetProperty("atLeast").GetDouble() <= json.GetProperty("exchangeAheadMs").GetProperty("atMost").GetDouble());
        Assert.True(json.GetProperty("streamAgeMs").GetProperty("count").GetInt32() > 0);
        Assert.Contains("p99", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_names_what_is_wrong_and_what_to_do()
    {
        File.WriteAllText(Path.Combine(verbs.Folder, "bad.json"), "{\"market_making_gamma\":-1}");
        var keys = new Dictionary<string, string>(DemoKeys.Variables) { ["STARK_PUBLIC"] = "0x1" };

        (int exitCode, string output, string error) = await verbs.RunWith(keys, "doctor", "--config", "bad.json", "--url", verbs.Exchange.RestBase.ToString());

        Assert.True(exitCode == ExitCode.Failure, error);
        Assert.Contains("fail  configuration", output, StringComparison.Ordinal);
        Assert.Contains("\"market_making_gamma\" is \"-1\"", output, StringComparison.Ordinal);
        Assert.Contains("fail  keys", output, StringComparison.Ordinal);
        Assert.Contains("STARK_PUBLIC does not belong to STARK_PRIVATE", output, StringComparison.Ordinal);
        Assert.Contains("-> set it in the environment or in .env", output, StringComparison.Ordinal);
        (exitCode, output, _) = await verbs.RunWith(null, "doctor", "--url", "http://127.0.0.1:1/api/v1");
        Assert.Equal(ExitCode.Exchange, exitCode);
        Assert.Contains("fail  exchange", output, StringComparison.Ordinal);
        Assert.Contains("warn  keys", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_shows_what_holds_and_of_secrets_only_whether_they_are_set()
    {
        File.WriteAllText(Path.Combine(verbs.Folder, "show.json"), Configuration);
        File.WriteAllText(Path.Combine(verbs.Folder, ".env"), "API_KEY=from-the-file-1d2c\nEXTENDED_ENV=mainnet\n");
        try
        {
            (int exitCode, string output, _) = await verbs.RunWith(
                new Dictionary<string, string> { ["EXTENDED_ENV"] = "testnet" }, "config", "show", "--config", "show.json", "--json");
            (int plainExitCode, string text, _) = await verbs.RunWith(DemoKeys.Variables, "config", "show", "--config", "show.json");

            Assert.Equal((ExitCode.Ok, ExitCode.Ok), (exitCode, plainExitCode));
            JsonElement json = JsonDocument.Parse(output).RootElement;
            JsonElement environment = json.GetProperty("environment");
            Assert.Equal("set", environment.GetProperty("API_KEY").GetString());
            Assert.Equal("missing", environment.GetProperty("STARK_PRIVATE").GetString());
            // The process's environment wins over the file.
            Assert.Equal("testnet", environment.GetProperty("EXTENDED_ENV").GetString());
            Assert.DoesNotContain("from-the-file-1d2c", output + text, StringComparison.Ordinal);
            Assert.Contains("market_making_notional_usd", text, StringComparison.Ordinal);
            Assert.Equal("2500", json.GetProperty("values").EnumerateArray()
                .Single(value => value.GetProperty("key").GetString() == "max_position_usd").GetProperty("value").GetString());
        }
        finally
        {
            File.Delete(Path.Combine(verbs.Folder, ".env"));
        }
    }
}
