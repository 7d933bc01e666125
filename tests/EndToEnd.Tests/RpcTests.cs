using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Feed.Streams;
using SimulatedStream = LowLatencyMM.Simulator.StreamKind;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>A session whose streams are topics of one v2 connection.</summary>
public class RpcTests
{
    [Fact]
    public async Task The_engine_makes_markets_over_v2_and_comes_back_after_a_hole_in_the_connections_numbers()
    {
        await using MarketSession session = await MarketSession.StartAsync(change: configuration => configuration with { StreamApi = StreamApi.V2 });
        await session.UntilTwoSidedAsync();
        long changes = session.Core.ReasonChanges;
        await session.Exchange.Faults.DropFramesAsync(SimulatedStream.Book);
        await session.UntilAsync("quoting stops and goes on", core => core.ReasonChanges >= changes + 2 && core.Reason == QuoteReason.Quoting);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        Assert.All(journal.Of(EventKind.BookLevel), e => Assert.True(e.Flags.HasFlag(EventFlags.SharedSequence)));
        journal.RequireInOrder(
            ("a snapshot", e => e.Kind == EventKind.BookLevel && e.Flags.HasFlag(EventFlags.Snapshot)),
            ("an order", e => e.Kind == EventKind.OrderSent && e.OrderSent.Request == RequestKind.Create),
            ("the loss of the account's topic too", e =>
                e.Kind == EventKind.Connection && e.Stream == StreamId.Account && e.Connection.State == ConnectionState.Disconnected),
            ("its return", e => e.Kind == EventKind.Connection && e.Stream == StreamId.Account && e.Connection.State == ConnectionState.Connected),
            ("what it missed", e => e.Kind == EventKind.AccountReady && e.AccountReady.ConnectionEpoch == 2),
            ("quoting", e => e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason == QuoteReason.Quoting));
    }
}
