using System.Net;
using System.Net.Sockets;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.Host.Tests;

/// <summary>Bad input at the command line of the built binary: one clear line, the documented exit code, nothing on standard output.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Configuration =
        "{\"market_making_market\":\"BTC-USD\",\"market_making_notional_usd\":250,\"trading_enabled\":true,\"quoting_mode\":\"two_sided\"}";

    private static readonly Dictionary<string, string> Testnet = new() { ["EXTENDED_ENV"] = "testnet" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Requires one line that begins as all messages do.</summary>
    internal static void AssertOneLine(string error)
    {
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("llmm: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Required command was not provided")]
    [InlineData("demo --bogus", "'--bogus'")]
    [InlineData("demo --duration 0", "--duration is '0', expected a number from 1 to 864000")]
    [InlineData("demo --duration abc", "--duration is 'abc'")]
    [InlineData("demo --duration NaN", "--duration is 'NaN'")]
    [InlineData("demo --speed 1,5", "--speed is '1,5', expected a number from 0.01 to 1000")]
    [InlineData("demo --seed x", "--seed is 'x', expected a whole number")]
    [InlineData("demo --tick abc", "tick is 'abc'")]
    [InlineData("sim --port 65536", "--port is '65536', expected a whole number from 0 to 65535")]
    [InlineData("sim --answer-delay-ms -1", "--answer-delay-ms is '-1', expected a number from 0 to 60000")]
    [InlineData("replay", "'DIR'")]
    [InlineData("run", "'--config' is required")]
    [InlineData("run --config x --url http://127.0.0.1:1", "--url and --stream-url are given together")]
    [InlineData("journal show x --kind Nonsense", "--kind is 'Nonsense', expected one of BookLevel, ")]
    [InlineData("journal show x --from 5 --to 2", "--from is 5, expected at most --to, which is 2")]
    [InlineData("nonsense", "'nonsense'")]
    public Task A_wrong_flag_is_named(string arguments, string expected) => RefusesAsync(ExitCode.Usage, expected, null, Split(arguments));

    [Fact]
    public async Task Addresses_of_run_must_have_their_schemes()
    {
        _folder.Write("config.json", Configuration);

        await RefusesAsync(ExitCode.Usage, "--url is \"ftp://a\", expected an address beginning with http:// or https://", Testnet,
            "run", "--config", "config.json", "--url", "ftp://a", "--stream-url", "ws://a");
    }

    [Fact]
    public async Task A_recording_that_is_missing_or_broken_is_named_with_its_line()
    {
        _folder.Write("broken.jsonl", "{\"no\":\"recording\"}\n");

        await RefusesAsync(ExitCode.Failure, "none.jsonl: no such file", null, "demo", "--data", "none.jsonl");
        await RefusesAsync(ExitCode.Failure, "broken.jsonl, line 1", null, "demo", "--data", "broken.jsonl");
        await RefusesAsync(ExitCode.Failure, "line 1: price p is '61800.20', expected a multiple of the tick 0.3", null, "demo", "--tick", "0.3");
    }

    [Fact]
    public async Task A_port_that_is_used_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        await RefusesAsync(ExitCode.Failure, port, null, "sim", "--port", port);
    }

    [Theory]
    [InlineData("{\"market_making_market\":\"BTC-USD\"}", "is required")]
    [InlineData("{\"market_making_market\":", "config.json")]
    [InlineData("[1, 2]", "config.json")]
    [InlineData("{\"market_making_market\":\"BTC-USD\",\"market_making_notional_usd\":-1,\"trading_enabled\":true,\"quoting_mode\":\"two_sided\"}",
        "\"market_making_notional_usd\" is \"-1\", expected an amount from 0.01")]
    [InlineData("{\"market_making_market\":\"BTC-USD\",\"market_making_notional_usd\":9,\"trading_enabled\":\"soon\",\"quoting_mode\":\"two_sided\"}",
        "\"trading_enabled\" is \"soon\", expected true or false")]
    public async Task A_bad_configuration_value_is_named(string content, string expected)
    {
        _folder.Write("config.json", content);

        await RefusesAsync(ExitCode.Configuration, expected, Testnet, "run", "--config", "config.json");
    }

    [Fact]
    public async Task Missing_files_and_keys_of_run_are_named()
    {
        await RefusesAsync(ExitCode.Configuration, "none.json: there is no such configuration file", Testnet, "run", "--config", "none.json");
        _folder.Write("config.json", Configuration);
        await RefusesAsync(ExitCode.Configuration, "API_KEY or EXTENDED_API_KEY is missing", Testnet, "run", "--config", "config.json");
        _folder.Write(".env", "EXTENDED_ENV=testnet\nthis is no assignment\n");
        await RefusesAsync(ExitCode.Configuration, ".env, line 2: expected NAME=value", null, "run", "--config", "config.json");
    }

    [Fact]
    public async Task An_exchange_that_cannot_be_reached_is_named_and_is_the_exchanges_exit_code()
    {
        _folder.Write("config.json", Configuration);
        var keys = new Dictionary<string, string>(Testnet)
        {
            ["API_KEY"] = Simulator.DemoAccount.ApiKey,
            ["STARK_PUBLIC"] = Simulator.DemoAccount.StarkPublicKey,
            ["STARK_PRIVATE"] = Simulator.DemoAccount.StarkPrivateKey,
            ["VAULT_NUMBER"] = "10002",
        };

        await RefusesAsync(ExitCode.Exchange, "http://127.0.0.1:1/api/v1", keys,
            "run", "--config", "config.json", "--url", "http://127.0.0.1:1/api/v1", "--stream-url", "ws://127.0.0.1:1/stream");
    }

    [Fact]
    public async Task A_journal_that_is_missing_empty_or_foreign_is_told_apart()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Directory.CreateDirectory(_folder.File("foreign"));
        File.WriteAllText(_folder.File("foreign/notes.txt"), "hello");
        Directory.CreateDirectory(_folder.File("fake"));
        File.WriteAllText(_folder.File("fake/segment-000000.msgpack"), "hello, world");

        foreach (string[] verb in new[] { new[] { "replay" }, ["journal", "show"] })
        {
            await RefusesAsync(ExitCode.JournalCorrupt, "none does not exist", null, [.. verb, "none"]);
            await RefusesAsync(ExitCode.JournalCorrupt, "it is empty", null, [.. verb, "empty"]);
            await RefusesAsync(ExitCode.JournalCorrupt, "it holds other files, e.g. 'notes.txt'", null, [.. verb, "foreign"]);
            await RefusesAsync(ExitCode.JournalCorrupt, "segment-000000.msgpack is not a journal's segment", null, [.. verb, "fake"]);
        }
    }

    [Fact]
    public async Task A_journal_folder_that_cannot_be_used_is_named_before_anything_is_sent()
    {
        _folder.Write("file", "");
        Directory.CreateDirectory(_folder.File("damaged"));
        _folder.Write("damaged/account-SN_SEPOLIA-10002.json", "{");

        await RefusesAsync(ExitCode.Failure, "file: the journal folder cannot be used", null, "demo", "--json", "--journal", "file");
        await RefusesAsync(ExitCode.Configuration, "account-SN_SEPOLIA-10002.json: it is not JSON", null, "demo", "--json", "--journal", "damaged");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("demo --help")]
    [InlineData("replay --help")]
    [InlineData("run --help")]
    [InlineData("sim --help")]
    [InlineData("journal show --help")]
    [InlineData("journal why --help")]
    public async Task Each_verb_has_help(string arguments)
    {
        (int exitCode, string output, string error) = await LlmmProcess.RunAsync(_folder.Path, null, Split(arguments));

        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Equal("", error);
    }

    private static string[] Split(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task RefusesAsync(int expectedExitCode, string expected, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        (int exitCode, string output, string error) = await LlmmProcess.RunAsync(_folder.Path, environment, arguments);

        // The demo tells on standard error what it starts before it can fail.
        string message = error.Split('\n').LastOrDefault(line => line.Length > 0) ?? "";
        Assert.Contains(expected, message, StringComparison.Ordinal);
        AssertOneLine(message);
        Assert.True(expectedExitCode == exitCode, $"exit code {exitCode}, expected {expectedExitCode}: {error}");
        Assert.Equal("", output);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
