using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Simulator;
using SimulatedStream = LowLatencyMM.Simulator.StreamKind;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>The engine's thread reads the streams itself. <see cref="MarketSession.EndAsync"/> requires the same end of each session.</summary>
public class PollingTests
{
    [Theory]
    [InlineData(WaitMode.Blocking, false)]
    [InlineData(WaitMode.Yielding, true)]
    [InlineData(WaitMode.Spinning, false)]
    public async Task It_quotes_trades_and_allocates_nothing_once_warm(WaitMode waiting, bool tls)
    {
        await using MarketSession session = await MarketSession.StartAsync(new SimulatorOptions { Tls = tls, Speed = 3 }, Polling(waiting));
        await session.UntilTwoSidedAsync();
        await session.UntilAsync("the engine is warm", core => core is { Fills: >= 3, Replaces: >= 4, Events: >= 5_000 });
        session.Engine.MarkWarm();
        long warm = session.Core.Events;
        await session.UntilAsync("fills and repricings", core => core is { Fills: >= 5, Replaces: >= 6 } && core.Events > warm + 3_000);

        (SessionSummary summary, JournalLog journal) = await session.EndAsync();

        // Over TLS the runtime itself may allocate once more, some hundred bytes, when it promotes a method of its SslStream.
        Assert.InRange(summary.AllocatedBytesPerEvent, 0, tls ? 0.5 : 0);
        Assert.True(journal.ClosedCleanly);
    }

    [Fact]
    public async Task Streams_that_lose_frames_fall_silent_or_end_are_connected_anew_while_the_engine_goes_on()
    {
        await using MarketSession session = await MarketSession.StartAsync(change: Polling(WaitMode.Blocking));
        await session.UntilTwoSidedAsync();
        long changes = session.Core.ReasonChanges;
        await session.Exchange.Faults.DropFramesAsync(SimulatedStream.Book);
        await session.UntilAsync("the hole stops quoting and it goes on", core => core.ReasonChanges >= changes + 2 && core.Reason == QuoteReason.Quoting);
        await session.UntilTwoSidedAsync();
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, stalled: true);
        await session.UntilAsync("the silent book is given up", core => core.Reason == QuoteReason.BookInvalid);
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, stalled: false);
        await session.UntilTwoSidedAsync();
        changes = session.Core.ReasonChanges;
        await session.Exchange.Faults.CloseStreamsAsync();
        await session.UntilAsync("the end of all streams stops quoting and it goes on", core => core.ReasonChanges >= changes + 2 && core.Reason == QuoteReason.Quoting);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder(
            ("the hole", e => e.Kind == EventKind.FrameRejected && e.FrameRejected.Reason == FrameRejection.SequenceGap),
            ("a connection", Is(StreamId.OrderBook, ConnectionState.Connected)),
            ("the doubt", e => e.Kind == EventKind.StreamDistrusted && e.StreamDistrusted.Distrusted == (long)StreamId.OrderBook),
            ("the end of the connection", Is(StreamId.OrderBook, ConnectionState.Disconnected)),
            ("the next one", Is(StreamId.OrderBook, ConnectionState.Connected)),
            ("the end of all", Is(StreamId.Account, ConnectionState.Disconnected)),
            ("the account again", Is(StreamId.Account, ConnectionState.Connected)),
            ("quoting again", e => e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason == QuoteReason.Quoting));
        foreach (StreamId stream in new[] { StreamId.BestBidAsk, StreamId.Trades, StreamId.MarkPrice })
            journal.RequireInOrder(("the end", Is(stream, ConnectionState.Disconnected)), ("the next connection", Is(stream, ConnectionState.Connected)));
    }

    [Fact]
    public async Task While_others_fill_the_ring_as_fast_as_they_can_no_frame_is_lost_and_the_engine_never_waits_for_itself()
    {
        const int Batch = 4_096;
        await using MarketSession session = await MarketSession.StartAsync(change: Polling(WaitMode.Blocking));
        await session.UntilTwoSidedAsync();
        RingBuffer<Event> ring = session.Engine.Wiring.Ring;
        long before = ring.Cursor;
        // Texts that mean nothing to the core, a dozen times the ring.
        Event text = default;
        text.Begin(EventKind.Text, EventFlags.None, 0, StreamId.Engine, 1);
        text.Text.Set(TextPurpose.FrameExcerpt, "flood"u8);
        await Task.Run(() =>
        {
            for (int batch = 0; batch < 100; batch++)
            {
                long high = ring.Next(Batch);
                for (long sequence = high - Batch + 1; sequence <= high; sequence++)
                    ring[sequence] = text;
                ring.Publish(high - Batch + 1, high);
            }
        });
        await session.UntilAsync("all is handled", core => session.Engine.Status.Events > before + (100 * Batch));
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        Assert.Equal(100 * Batch, journal.Of(EventKind.Text).Count(e => e.Text.Purpose == TextPurpose.FrameExcerpt));
        Assert.DoesNotContain(journal.Of(EventKind.FrameRejected), e => e.FrameRejected.Reason == FrameRejection.SequenceGap);
    }

    [Fact]
    public async Task What_a_streams_sink_throws_ends_the_session_and_the_core_still_cancels_its_orders()
    {
        await using MarketSession session = await MarketSession.StartAsync(change: configuration =>
            Polling(WaitMode.Blocking)(configuration) with { ShutdownTimeout = TimeSpan.FromSeconds(2) });
        await session.UntilTwoSidedAsync();
        // The account stream then finds nobody who would fetch what it missed.
        session.Engine.Wiring.ControlRing.Halt();
        await session.Exchange.Faults.CloseStreamAsync(SimulatedStream.Account);
        await session.UntilDeadAsync();
        Assert.False(session.Engine.Wiring.Ring.IsHalted);

        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.NotNull(summary.Fault);
        Assert.Equal(ExitCode.Failure, summary.ExitCode);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
        Assert.True(JournalLog.Read(summary.Folder).ClosedCleanly);
        Replays.Require(summary.Folder);
    }

    [Fact]
    public async Task An_engine_that_dies_still_ends_its_streams_and_its_journal()
    {
        await using MarketSession session = await MarketSession.StartAsync(change: Polling(WaitMode.Yielding));
        await session.UntilTwoSidedAsync();
        // An event that no journal can hold.
        long bad = session.Engine.Wiring.Ring.Next(1);
        session.Engine.Wiring.Ring[bad].Begin(EventKind.None, EventFlags.None, 0, StreamId.Engine, 1);
        session.Engine.Wiring.Ring.Publish(bad);
        await session.UntilDeadAsync();

        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.IsType<ArgumentException>(summary.Fault);
        Assert.Equal([], summary.OpenOrders);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
        Assert.Equal(bad, summary.Events);
        Assert.True(JournalLog.Read(summary.Folder).ClosedCleanly);
    }

    private static Func<RunConfiguration, RunConfiguration> Polling(WaitMode waiting) =>
        configuration => configuration with { Topology = Topology.FusedPolling, Waiting = waiting };

    private static Func<Event, bool> Is(StreamId stream, ConnectionState state) =>
        e => e.Kind == EventKind.Connection && e.Stream == stream && e.Connection.State == state;
}
