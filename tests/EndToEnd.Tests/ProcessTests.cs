using System.Text.Json;
using System.Text.RegularExpressions;
using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Journal;
using LowLatencyMM.Replay;
using LowLatencyMM.Simulator;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>The engine as a process of its own: signals, kills and restarts.</summary>
public partial class ProcessTests
{
    private const string Configuration = """
        {
          "market_making_market": "BTC-USD", "market_making_notional_usd": 250, "trading_enabled": true, "quoting_mode": "two_sided",
          "minimum_spread_bps": 1, "kappa_fallback_bps": 0.5, "repricing_threshold_bps": 0.5, "warmup_sec": 0
        }
        """;

    [Fact]
    public async Task A_killed_demo_leaves_a_journal_that_replays_and_the_next_one_reuses_neither_order_ids_nor_nonces()
    {
        using var folder = new TemporaryFolder();
        string killed;
        using (LlmmProcess first = LlmmProcess.Start(folder.Path, null, "demo", "--journal", "journal"))
        {
            await Until.TrueAsync("some orders were sent", () => SomeOrders().IsMatch(first.Output));
            first.Kill();
            await first.EndAsync();
            killed = JournalFolder.NewestSession(folder.File("journal"))!;
        }

        (int exitCode, string output, _) = await LlmmProcess.RunAsync(folder.Path, null, "demo", "--journal", "journal", "--duration", "2", "--json");

        Assert.Equal(ExitCode.Ok, exitCode);
        string next = JsonDocument.Parse(output).RootElement.GetProperty("journal").GetString()!;
        Assert.NotEqual(killed, next);
        Replays.Require(killed);
        Replays.Require(next);
        JournalLog before = JournalLog.Read(killed), after = JournalLog.Read(next);
        Assert.False(before.ClosedCleanly);
        Assert.True(after.ClosedCleanly);
        Assert.True(Epoch(after) > Epoch(before), $"epoch {Epoch(after)} after {Epoch(before)}");
        Assert.Empty(Nonces(before).Intersect(Nonces(after)));
        Assert.NotEmpty(Nonces(after));
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("fused_polling")]
    public async Task SIGTERM_ends_run_without_open_orders_and_a_second_engine_is_kept_out_meanwhile(string topology)
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        folder.Write("config.json", Configuration.Replace("\"warmup_sec\": 0", $"\"warmup_sec\": 0, \"topology\": \"{topology}\"", StringComparison.Ordinal));
        string[] run =
        [
            "run", "--config", "config.json", "--url", exchange.RestBase.ToString(), "--stream-url", exchange.StreamBase.ToString(),
            "--journal", "journal", "--json",
        ];
        using LlmmProcess engine = LlmmProcess.Start(folder.Path, DemoKeys.Variables, run);
        await Until.TrueAsync("two orders rest", async () => (await exchange.GetStateAsync()).OpenOrders.Count >= 2);

        (int second, string nothing, string refused) = await LlmmProcess.RunAsync(folder.Path, DemoKeys.Variables, run);
        engine.Terminate();
        int first = await engine.EndAsync();

        Assert.Equal(ExitCode.Locked, second);
        Assert.Equal("", nothing);
        Assert.Single(refused.TrimEnd().Split('\n'));
        Assert.Equal(ExitCode.Ok, first);
        Assert.Empty((await exchange.GetStateAsync()).OpenOrders);
        JsonElement summary = JsonDocument.Parse(engine.Output).RootElement;
        Assert.Equal(0, summary.GetProperty("openOrdersAtExit").GetInt32());
        string session = summary.GetProperty("journal").GetString()!;
        Assert.True(JournalLog.Read(session).ClosedCleanly);
        ReplayResult replay = Replays.Require(session);
        Assert.Equal(summary.GetProperty("events").GetInt64(), replay.Events);
        Assert.Equal(summary.GetProperty("stateHash").GetString(), replay.StateHash.ToString("x16"));
    }

    [Fact]
    public async Task Orders_that_a_killed_run_left_open_are_cancelled_before_the_next_one_quotes()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        folder.Write("config.json", Configuration);
        using (LlmmProcess engine = LlmmProcess.Start(folder.Path, DemoKeys.Variables,
            "run", "--config", "config.json", "--url", exchange.RestBase.ToString(), "--stream-url", exchange.StreamBase.ToString(), "--journal", "journal"))
        {
            await Until.TrueAsync("two orders rest", async () => (await exchange.GetStateAsync()).OpenOrders.Count >= 2);
            engine.Kill();
            await engine.EndAsync();
        }
        IReadOnlyList<OpenOrder> left = (await exchange.GetStateAsync()).OpenOrders;
        using Credentials credentials = Credentials.Read(DemoKeys.Lookup);

        await using EngineSession next = await EngineSession.StartAsync(
            MarketSession.Configuration(exchange, folder.File("journal")) with { TradingEnabled = false }, credentials, CancellationToken.None);

        Assert.NotEmpty(left);
        Assert.Empty((await exchange.GetStateAsync()).OpenOrders);
    }

    [Fact]
    public async Task When_the_exchange_is_gone_the_end_takes_its_time_names_the_orders_and_says_so_with_its_exit_code()
    {
        using var folder = new TemporaryFolder();
        SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        folder.Write("config.json", Configuration.Replace("\"warmup_sec\": 0", "\"warmup_sec\": 0, \"shutdown_timeout_sec\": 2", StringComparison.Ordinal));
        using LlmmProcess engine = LlmmProcess.Start(folder.Path, DemoKeys.Variables,
            "run", "--config", "config.json", "--url", exchange.RestBase.ToString(), "--stream-url", exchange.StreamBase.ToString(), "--json");
        await Until.TrueAsync("two orders rest", async () => (await exchange.GetStateAsync()).OpenOrders.Count >= 2);
        IReadOnlyList<OpenOrder> open = (await exchange.GetStateAsync()).OpenOrders;
        await exchange.DisposeAsync();
        engine.Interrupt();

        int exitCode = await engine.EndAsync();

        Assert.Equal(ExitCode.OrdersMayBeOpen, exitCode);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(engine.Output).RootElement.GetProperty("openOrdersAtExit").ValueKind);
        Assert.Contains(open, order => engine.Error.Contains(order.ExternalId, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", engine.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_does_not_wait_for_an_exchange_that_is_gone_and_has_its_own_exit_code()
    {
        using var folder = new TemporaryFolder();
        SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        folder.Write("config.json", Configuration.Replace("\"warmup_sec\": 0", "\"warmup_sec\": 0, \"shutdown_timeout_sec\": 600", StringComparison.Ordinal));
        using LlmmProcess engine = LlmmProcess.Start(folder.Path, DemoKeys.Variables,
            "run", "--config", "config.json", "--url", exchange.RestBase.ToString(), "--stream-url", exchange.StreamBase.ToString(), "--json");
        await Until.TrueAsync("two orders rest", async () => (await exchange.GetStateAsync()).OpenOrders.Count >= 2);
        await exchange.DisposeAsync();
        engine.Interrupt();
        await Until.TrueAsync("the end has begun", () => engine.Error.Contains("stopping: ", StringComparison.Ordinal));

        engine.Interrupt();
        int exitCode = await engine.EndAsync();

        Assert.Equal(ExitCode.SecondSignal, exitCode);
        Assert.Contains("orders may be left open", engine.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mainnet_is_refused_before_anything_is_sent()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", Configuration);
        var mainnet = new Dictionary<string, string>(DemoKeys.Variables) { ["EXTENDED_ENV"] = "mainnet" };
        var unsaid = new Dictionary<string, string>(DemoKeys.Variables);
        unsaid.Remove("EXTENDED_ENV");

        foreach (Dictionary<string, string> environment in new[] { mainnet, unsaid })
        {
            (int exitCode, _, string error) = await LlmmProcess.RunAsync(folder.Path, environment, "run", "--config", "config.json");

            Assert.Equal(ExitCode.Configuration, exitCode);
            Assert.Contains("refuses mainnet", error, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"\| sent ([2-9]|\d\d)")]
    private static partial Regex SomeOrders();

    private static long Epoch(JournalLog journal) => journal.Of(EventKind.Session).Single().Session.OrderEpoch;

    private static long[] Nonces(JournalLog journal) =>
        [.. journal.Requests(RequestKind.Create, RequestKind.Replace).Select(order => order.Nonce)];
}
