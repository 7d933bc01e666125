using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using SimulatedStream = LowLatencyMM.Simulator.StreamKind;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>Market data that fall silent. <see cref="MarketSession.EndAsync"/> requires the same end of each.</summary>
public class FeedFaultTests
{
    [Fact]
    public async Task A_book_that_falls_silent_beside_a_live_best_bid_and_ask_is_connected_anew()
    {
        // A best bid and ask that move meanwhile would contradict the book before its silence is too long.
        await using MarketSession session = await MarketSession.StartAsync(change: configuration => configuration with
        {
            Markets = [configuration.Markets[0] with { Quoting = configuration.Markets[0].Quoting with { DisagreementNs = 600_000_000_000 } }],
        });
        await session.UntilTwoSidedAsync();
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, stalled: true);
        await session.UntilAsync("the silent book is given up", core => core.Reason == QuoteReason.BookInvalid);
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, stalled: false);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder(
            ("the doubt", e => e.Kind == EventKind.StreamDistrusted
                && e.StreamDistrusted is { Distrusted: (long)StreamId.OrderBook, Reason: DistrustReason.Silence }),
            ("the end of the connection", e =>
                e.Kind == EventKind.Connection && e.Stream == StreamId.OrderBook && e.Connection.State == ConnectionState.Disconnected),
            ("the next one", e =>
                e.Kind == EventKind.Connection && e.Stream == StreamId.OrderBook && e.Connection.State == ConnectionState.Connected),
            ("its snapshot", e => e.Kind == EventKind.BookLevel && e.Flags.HasFlag(EventFlags.Snapshot)),
            ("quoting", e => e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason == QuoteReason.Quoting));
    }

    [Fact]
    public async Task While_all_prices_are_silent_quotes_follow_the_polls_with_a_wider_spread()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, stalled: true);
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.BestBidAsk, stalled: true);
        await session.UntilAsync("the backup is quoted from", core => core.Reason == QuoteReason.Quoting && core.Clamps.HasFlag(QuoteClamps.RestBackup));
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, stalled: false);
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.BestBidAsk, stalled: false);
        await session.UntilAsync("the streams are back", core => core.Reason == QuoteReason.Quoting && !core.Clamps.HasFlag(QuoteClamps.RestBackup));
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder(
            ("a poll", e => e.Kind == EventKind.BestBidAsk && e.Flags.HasFlag(EventFlags.FromRest) && e.BestBidAsk.RequestedNs > 0),
            ("its quote", e => e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Clamps.HasFlag(QuoteClamps.RestBackup)),
            ("the stream", e => e.Kind is EventKind.BookLevel or EventKind.BestBidAsk && !e.Flags.HasFlag(EventFlags.FromRest)),
            ("its quote", e => e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason == QuoteReason.Quoting
                && !e.QuoteDecision.Clamps.HasFlag(QuoteClamps.RestBackup)));
    }
}
