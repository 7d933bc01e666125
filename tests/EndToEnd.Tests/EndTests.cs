using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Journal;
using LowLatencyMM.Simulator;
using SimulatedStream = LowLatencyMM.Simulator.StreamKind;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>Ends that are not as they should be, and starts that never came to anything.</summary>
public class EndTests
{
    [Fact]
    public async Task When_the_exchange_is_gone_before_the_end_orders_may_be_open_and_the_journal_is_whole()
    {
        await using MarketSession session = await MarketSession.StartAsync(
            change: configuration => configuration with { ShutdownTimeout = TimeSpan.FromSeconds(2) });
        await session.UntilTwoSidedAsync();
        await session.Exchange.DisposeAsync();

        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.Equal(ExitCode.OrdersMayBeOpen, summary.ExitCode);
        Assert.Null(summary.OpenOrders);
        Assert.True(summary.Status.Core.PossiblyLive >= 2, $"{summary.Status.Core.PossiblyLive} orders may be live");
        Assert.True(JournalLog.Read(summary.Folder).ClosedCleanly);
        Assert.Equal(summary.StateHash, Replays.Require(summary.Folder).StateHash);
    }

    [Fact]
    public async Task An_engine_that_dies_ends_the_session_its_orders_are_cancelled_and_its_journal_is_whole_up_to_there()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();
        // An event that no journal can hold.
        long bad = session.Engine.Wiring.Ring.Next(1);
        session.Engine.Wiring.Ring[bad].Begin(EventKind.None, EventFlags.None, 0, StreamId.Engine, 1);
        session.Engine.Wiring.Ring.Publish(bad);
        await session.UntilDeadAsync();

        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.IsType<ArgumentException>(summary.Fault);
        Assert.Equal(ExitCode.Failure, summary.ExitCode);
        Assert.Equal([], summary.OpenOrders);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
        Assert.Equal(bad, summary.Events);
        Assert.True(JournalLog.Read(summary.Folder).ClosedCleanly);
    }

    [Fact]
    public async Task Control_calls_that_die_end_the_session_and_the_core_still_cancels_its_orders()
    {
        await using MarketSession session = await MarketSession.StartAsync(
            change: configuration => configuration with { ShutdownTimeout = TimeSpan.FromSeconds(2) });
        await session.UntilTwoSidedAsync();
        session.Engine.Wiring.ControlRing.Halt();
        // The account stream then finds nobody who would fetch what it missed.
        await session.Exchange.Faults.CloseStreamAsync(SimulatedStream.Account);
        await session.UntilDeadAsync();

        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.NotNull(summary.Fault);
        Assert.Equal(ExitCode.Failure, summary.ExitCode);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
        Assert.True(JournalLog.Read(summary.Folder).ClosedCleanly);
        Replays.Require(summary.Folder);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_completed_is_the_sessions_fault_and_no_order_stays_open()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();
        Directory.Delete(session.Folder, recursive: true);

        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.IsType<JournalWriteException>(summary.Fault);
        Assert.Equal(ExitCode.Failure, summary.ExitCode);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
    }

    [Fact]
    public async Task A_second_signal_sends_one_mass_cancel_and_does_not_wait_for_its_effect()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();

        SessionSummary summary = await session.Engine.StopAsync(new CancellationToken(canceled: true));

        Assert.Null(summary.OpenOrders);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
        Assert.True(JournalLog.Read(summary.Folder).ClosedCleanly);
    }

    [Fact]
    public async Task A_journal_folder_serves_one_engine_at_a_time_and_is_free_again_after_it()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        using Credentials credentials = Credentials.Read(DemoKeys.Lookup);
        RunConfiguration same = MarketSession.Configuration(session.Exchange, session.Root);

        var second = await Assert.ThrowsAsync<UserErrorException>(() => EngineSession.StartAsync(same, credentials, CancellationToken.None));
        await session.EndAsync();
        await session.Engine.DisposeAsync();
        await using EngineSession third = await EngineSession.StartAsync(same, credentials, CancellationToken.None);

        Assert.Equal(ExitCode.Locked, second.ExitCode);
    }

    [Fact]
    public async Task A_start_that_the_exchange_refuses_leaves_neither_lock_nor_session_behind()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        using Credentials wrong = Credentials.Read(name => name == "API_KEY" ? "another-key" : DemoKeys.Lookup(name));
        RunConfiguration configuration = MarketSession.Configuration(exchange, folder.Path);

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => EngineSession.StartAsync(configuration, wrong, CancellationToken.None));
        // The first call of the start, and its three repetitions.
        exchange.Faults.AnswerServerError(4);
        using Credentials right = Credentials.Read(DemoKeys.Lookup);
        var busy = await Assert.ThrowsAsync<UserErrorException>(() => EngineSession.StartAsync(configuration, right, CancellationToken.None));
        var stopped = await Assert.ThrowsAsync<UserErrorException>(() => EngineSession.StartAsync(configuration, right, new CancellationToken(canceled: true)));

        Assert.Equal(ExitCode.Exchange, refused.ExitCode);
        Assert.Equal(ExitCode.Exchange, busy.ExitCode);
        Assert.Equal(ExitCode.Failure, stopped.ExitCode);
        Assert.Empty(Directory.EnumerateDirectories(folder.Path));
        await using EngineSession third = await EngineSession.StartAsync(configuration, right, CancellationToken.None);
    }
}
