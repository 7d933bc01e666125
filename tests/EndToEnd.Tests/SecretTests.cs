using System.Globalization;
using System.Numerics;
using System.Text;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>API key and private key are looked for in everything that the engine writes, in every form that they could take.</summary>
public class SecretTests
{
    /// <summary>A key that no exchange knows, and that nothing else contains.</summary>
    private const string CanaryApiKey = "canary-9f31c7d0-5a44-4be2-8c11-7d3e02b6a915";

    private const string Configuration = """
        { "market_making_market": "BTC-USD", "market_making_notional_usd": 250, "trading_enabled": true, "quoting_mode": "two_sided", "warmup_sec": 0 }
        """;

    [Fact]
    public async Task No_secret_is_in_the_journal_the_account_file_or_the_output_of_run_replay_and_journal()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        folder.Write("config.json", Configuration);
        string said;
        using (LlmmProcess engine = Run(folder, exchange, DemoKeys.Variables))
        {
            await Until.TrueAsync("two orders rest", async () => (await exchange.GetStateAsync()).OpenOrders.Count >= 2);
            exchange.Faults.RefuseNextOrder(1101, "Refused on purpose");
            await exchange.Faults.CloseStreamsAsync();
            engine.Terminate();
            Assert.Equal(ExitCode.Ok, await engine.EndAsync());
            said = engine.Output + engine.Error;
        }
        foreach (string[] verb in new[] { new[] { "replay", "journal" }, ["journal", "show", "journal", "--json"] })
        {
            (int exitCode, string output, string error) = await LlmmProcess.RunAsync(folder.Path, DemoKeys.Variables, verb);
            Assert.Equal(ExitCode.Ok, exitCode);
            said += output + error;
        }

        string[] files = Directory.GetFiles(folder.File("journal"), "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith(".msgpack", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".json", StringComparison.Ordinal));
        foreach (string file in files)
            RequireNone(File.ReadAllBytes(file), file, DemoAccount.ApiKey);
        RequireNone(Encoding.UTF8.GetBytes(said), "the output", DemoAccount.ApiKey);
    }

    [Fact]
    public async Task No_secret_is_in_what_the_engine_says_of_keys_that_are_wrong()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        folder.Write("config.json", Configuration);
        const string NotHex = "0xsecret7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486";
        (string Name, string Value, int ExitCode)[] wrong =
        [
            ("API_KEY", CanaryApiKey, ExitCode.Exchange),
            ("API_KEY", CanaryApiKey + "\r\nX-Evil: 1", ExitCode.Configuration),
            ("STARK_PUBLIC", "0x1", ExitCode.Configuration),
            ("STARK_PRIVATE", NotHex, ExitCode.Configuration),
            ("STARK_PRIVATE", "0x" + new string('f', 64), ExitCode.Configuration),
            ("VAULT_NUMBER", "10003", ExitCode.Configuration),
        ];
        foreach ((string name, string value, int expected) in wrong)
        {
            var keys = new Dictionary<string, string>(DemoKeys.Variables) { [name] = value };
            using LlmmProcess engine = Run(folder, exchange, keys);

            int exitCode = await engine.EndAsync();

            string said = engine.Output + engine.Error;
            Assert.True(expected == exitCode, $"{name}: exit code {exitCode}, expected {expected}: {said}");
            Assert.Single(engine.Error.TrimEnd().Split('\n'));
            RequireNone(Encoding.UTF8.GetBytes(said), name, DemoAccount.ApiKey);
            Assert.DoesNotContain(CanaryApiKey, said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(NotHex[2..], said, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void The_search_finds_each_form_that_it_looks_for()
    {
        foreach ((string form, byte[] bytes) in Forms(DemoAccount.ApiKey))
        {
            byte[] haystack = [1, 2, 3, .. bytes, 4, 5];

            Assert.True(haystack.AsSpan().IndexOf(bytes) >= 0, form);
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => RequireNone(haystack, "a haystack", DemoAccount.ApiKey));
        }
    }

    private static LlmmProcess Run(TemporaryFolder folder, SimulatorServer exchange, IReadOnlyDictionary<string, string> keys) => LlmmProcess.Start(
        folder.Path, keys, "run", "--config", "config.json", "--url", exchange.RestBase.ToString(), "--stream-url", exchange.StreamBase.ToString(),
        "--journal", "journal");

    private static void RequireNone(byte[] bytes, string place, string apiKey)
    {
        foreach ((string form, byte[] secret) in Forms(apiKey))
        {
            int at = bytes.AsSpan().IndexOf(secret);
            Assert.True(at < 0, $"{place} holds {form} at byte {at}");
        }
    }

    private static IEnumerable<(string Form, byte[] Bytes)> Forms(string apiKey)
    {
        string hex = DemoAccount.StarkPrivateKey[2..];
        BigInteger number = BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        byte[] raw = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] apiKeyBytes = Encoding.UTF8.GetBytes(apiKey);
        yield return ("the API key", apiKeyBytes);
        yield return ("the API key in UTF-16", Encoding.Unicode.GetBytes(apiKey));
        yield return ("the API key in hex", Encoding.UTF8.GetBytes(Convert.ToHexStringLower(apiKeyBytes)));
        yield return ("the API key in base64", Encoding.UTF8.GetBytes(Convert.ToBase64String(apiKeyBytes).TrimEnd('=')));
        yield return ("the private key in hex", Encoding.UTF8.GetBytes(hex));
        yield return ("the private key in upper-case hex", Encoding.UTF8.GetBytes(hex.ToUpperInvariant()));
        yield return ("the private key in decimal", Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        yield return ("the private key in big-endian bytes", raw);
        yield return ("the private key in little-endian bytes", [.. raw.Reverse()]);
        yield return ("the private key in base64", Encoding.UTF8.GetBytes(Convert.ToBase64String(raw).TrimEnd('=')));
        // The other byte order of 64-bit words, as the arithmetic holds it.
        byte[] limbs = number.ToByteArray(isUnsigned: true).Concat(new byte[32]).Take(32).ToArray();
        yield return ("the lowest word of the private key", limbs[..8]);
        yield return ("the highest word of the private key", limbs[24..32]);
    }
}
