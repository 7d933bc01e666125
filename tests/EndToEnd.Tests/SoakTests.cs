using System.Globalization;
using System.Text;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Gateway;
using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Faulting;
using Side = LowLatencyMM.Core.Events.Side;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>
/// The engine against an exchange on which everything goes wrong by a seed: holes in <c>seq</c>, stalls, half-closed and broken sockets, 429, 5xx,
/// lost requests and answers. At the end book, orders and position are the exchange's, and every fault is in the journal.
/// </summary>
/// <remarks>25 s in the normal run; 10 minutes, or <c>LLMM_SOAK_SECONDS</c>, with <c>LLMM_LONG=1</c>.</remarks>
public class SoakTests
{
    private const int Seed = 20261122;
    private const long NsPerMs = 1_000_000;

    /// <summary>Both clocks are this machine's, but a fault is stamped by the exchange's loop and noticed by another thread.</summary>
    private const long ClockSlackMs = 250;

    private static readonly FaultRates Rates = new()
    {
        DropFrame = 0.002,
        Stall = 0.03,
        LongestStallSeconds = 3,
        HalfClose = 0.02,
        Break = 0.03,
        TooManyRequests = 0.01,
        ServerError = 0.02,
        LoseRequest = 0.02,
        LoseAnswer = 0.02,
    };

    private static bool IsLong => Environment.GetEnvironmentVariable("LLMM_LONG") == "1";

    [SkippableTheory]
    [InlineData(StreamApi.V1)]
    [InlineData(StreamApi.V2)]
    public async Task Whatever_breaks_at_the_end_engine_and_exchange_agree_and_the_journal_knows_why(StreamApi api)
    {
        Skip.If(api == StreamApi.V2 && !IsLong, "Takes minutes; set LLMM_LONG=1 to run it.");
        var options = new SimulatorOptions { Faults = Rates, FaultSeed = Seed };
        await using MarketSession session = await MarketSession.StartAsync(
            options, configuration => configuration with { StreamApi = api }, faults => faults.PlanPaused = true);
        await session.UntilTwoSidedAsync();

        session.Exchange.Faults.PlanPaused = false;
        await Task.Delay(Length());
        session.Exchange.Faults.PlanPaused = true;
        await session.UntilTwoSidedAsync();
        await Until.TrueAsync("the orders are the exchange's", async () => OrdersAgree(session.Core, await session.Exchange.GetStateAsync()));
        List<ExchangeState> books = await CaptureBooksAsync(session);
        IReadOnlyList<InjectedFault> faults = session.Exchange.Faults.Log.Read();

        // No open order, position, fills and fees of the exchange, and an identical replay.
        (_, JournalLog journal) = await session.EndAsync();

        Assert.NotEmpty(faults);
        RequireBooks(journal, books);
        string missing = string.Join('\n', Missing(faults, journal));
        Assert.True(missing.Length == 0, $"seed {Seed}, {faults.Count} faults; not in the journal:\n{missing}");
    }

    private static TimeSpan Length()
    {
        if (!IsLong)
            return TimeSpan.FromSeconds(25);
        string seconds = Environment.GetEnvironmentVariable("LLMM_SOAK_SECONDS") ?? "600";
        return TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
    }

    private static bool OrdersAgree(CoreStatus core, ExchangeState exchange)
    {
        return exchange.OpenOrders.Count == 2 && Agrees(core.Bid, Simulator.Matching.Side.Buy) && Agrees(core.Ask, Simulator.Matching.Side.Sell);

        bool Agrees(SideStatus ours, Simulator.Matching.Side side) => exchange.OpenOrders.Any(order =>
            order.Side == side && order.ExternalId == ExternalId.Format(ours.OwnId) && order.Price == ours.PriceTicks
            && order.Size - order.Filled == ours.RemainingSteps);
    }

    private static async Task<List<ExchangeState>> CaptureBooksAsync(MarketSession session)
    {
        var books = new List<ExchangeState>();
        for (int i = 0; i < 5; i++)
        {
            books.Add(await session.Exchange.GetStateAsync());
            long seen = session.Core.Events;
            await session.UntilAsync("time passes", core => core.Events > seen + 50);
        }
        return books;
    }

    /// <summary>The journal's book stream makes, level by level, the books that the exchange had published when it was asked.</summary>
    private static void RequireBooks(JournalLog journal, List<ExchangeState> books)
    {
        var found = new bool[books.Count];
        var book = new OrderBook();
        foreach (Event e in journal.Events.Select(recorded => recorded.Event))
        {
            if (e.Stream == StreamId.OrderBook && e.Kind is EventKind.Connection or EventKind.FrameRejected)
                book.Invalidate();
            if (e.Kind != EventKind.BookLevel || book.Apply(e) != BookUpdate.Applied)
                continue;
            for (int i = 0; i < books.Count; i++)
            {
                if (!found[i] && Math.Abs(e.ExchangeMs - books[i].TimeMs) < 2_000)
                    found[i] = Text(book) == Text(books[i].Markets[0]);
            }
        }
        Assert.DoesNotContain(false, found);
    }

    private static string Text(OrderBook book)
    {
        var text = new StringBuilder();
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            var levels = new BookDepth[book.LevelCount(side)];
            book.CopyTop(side, levels);
            text.Append(side).AppendJoin(' ', levels.Select(level => $"{level.PriceTicks}x{level.Steps}"));
        }
        return text.ToString();
    }

    private static string Text(MarketState market) =>
        Side.Buy + string.Join(' ', market.Bids.Select(level => $"{level.Price}x{level.Size}"))
        + Side.Sell + string.Join(' ', market.Asks.Select(level => $"{level.Price}x{level.Size}"));

    private static IEnumerable<string> Missing(IReadOnlyList<InjectedFault> faults, JournalLog journal)
    {
        List<Event> events = [.. journal.Events.Select(recorded => recorded.Event)];
        IEnumerable<InjectedFault> missing =
        [
            .. MissingDisconnects(faults, events), .. MissingStalls(faults, events), .. MissingAnswers(faults, events),
        ];
        return missing.Select(fault => fault.ToString());
    }

    /// <summary>Each connection that lost a frame, broke or was half closed has ended in the journal, after its fault; each hole that was met is told.</summary>
    private static IEnumerable<InjectedFault> MissingDisconnects(IReadOnlyList<InjectedFault> faults, List<Event> events)
    {
        foreach (IGrouping<StreamId, InjectedFault> stream in faults.Where(IsOfStream).GroupBy(fault => StreamOf(fault.Target)))
        {
            Queue<long> ends = new(events
                .Where(e => e.Kind == EventKind.Connection && e.Stream == stream.Key && e.Connection.State == ConnectionState.Disconnected)
                .Select(e => e.ReceiveNs / NsPerMs));
            foreach (InjectedFault first in stream.OrderBy(fault => fault.TimeMs).DistinctBy(fault => fault.Connection))
            {
                while (ends.Count > 0 && ends.Peek() < first.TimeMs - ClockSlackMs)
                    ends.Dequeue();
                if (!ends.TryDequeue(out _))
                    yield return first;
                else if (first.Kind == FaultKind.FrameDropped && !IsToldOf(first, faults, events))
                    yield return first;
            }
        }
    }

    /// <summary>A hole is met with the next frame, unless the connection broke before that, or had an earlier hole on another topic.</summary>
    private static bool IsToldOf(InjectedFault hole, IReadOnlyList<InjectedFault> faults, List<Event> events) =>
        events.Any(e => e.Kind == EventKind.FrameRejected && e.FrameRejected is { Reason: FrameRejection.SequenceGap } told && told.ExpectedSeq == hole.Seq)
        || faults.Any(fault => fault.Connection == hole.Connection && IsOfStream(fault) && (fault.Kind != FaultKind.FrameDropped || fault.Seq < hole.Seq));

    /// <summary>While the book was stalled the journal has no book, or the connection was ended.</summary>
    private static IEnumerable<InjectedFault> MissingStalls(IReadOnlyList<InjectedFault> faults, List<Event> events) => faults
        .Where(fault => fault.Kind == FaultKind.StreamStalled && StreamOf(fault.Target) == StreamId.OrderBook)
        .Where(fault =>
        {
            long from = fault.TimeMs - ClockSlackMs, to = fault.TimeMs + (long)fault.Duration.TotalMilliseconds + ClockSlackMs;
            List<Event> told = [.. events.Where(e => e.Stream == StreamId.OrderBook && e.ReceiveNs / NsPerMs >= from && e.ReceiveNs / NsPerMs <= to)];
            long longest = told.Zip(told.Skip(1), (a, b) => (b.ReceiveNs - a.ReceiveNs) / NsPerMs).DefaultIfEmpty(to - from).Max();
            return longest < fault.Duration.TotalMilliseconds - 500 && told.All(e => e.Kind != EventKind.Connection);
        });

    /// <summary>Each answer that was refused or lost is in the journal: those of orders by their id, all others by their number.</summary>
    private static IEnumerable<InjectedFault> MissingAnswers(IReadOnlyList<InjectedFault> faults, List<Event> events)
    {
        foreach (IGrouping<bool, InjectedFault> kind in faults.Where(fault => fault.Connection == 0).GroupBy(fault => OwnIdOf(fault.Target) != 0))
        {
            foreach (InjectedFault fault in kind)
            {
                Func<long, bool> isIts = fault.Kind switch
                {
                    FaultKind.TooManyRequests => static status => status == 429,
                    FaultKind.ServerError => static status => status is 500 or 502 or 503,
                    _ => static status => status == 0,
                };
                bool isTold = kind.Key
                    ? events.Any(e => e.Kind == EventKind.OrderAnswer && e.OrderAnswer.OwnId == OwnIdOf(fault.Target) && isIts(e.OrderAnswer.HttpStatus))
                    : events.Count(e => e is { Kind: EventKind.ControlAnswer, ControlAnswer.Request: RequestKind.Attempt } && isIts(e.ControlAnswer.HttpStatus))
                        >= kind.Count(other => other.Kind == fault.Kind);
                if (!isTold)
                    yield return fault;
            }
        }
    }

    private static bool IsOfStream(InjectedFault fault) =>
        fault.Kind is FaultKind.FrameDropped or FaultKind.StreamHalfClosed or FaultKind.StreamBroken;

    /// <summary>The stream of a v1 path or v2 topic; a v2 connection as a whole is seen at its book.</summary>
    private static StreamId StreamOf(string target) => target switch
    {
        _ when target.Contains("depth=1", StringComparison.Ordinal) || target.StartsWith("orderbooks.1.", StringComparison.Ordinal) => StreamId.BestBidAsk,
        _ when target.StartsWith("publicTrades", StringComparison.Ordinal) || target.StartsWith("trades.", StringComparison.Ordinal) => StreamId.Trades,
        _ when target.StartsWith("funding", StringComparison.Ordinal) => StreamId.Funding,
        _ when target.StartsWith("prices", StringComparison.Ordinal) => StreamId.MarkPrice,
        _ when target.StartsWith("account", StringComparison.Ordinal) => StreamId.Account,
        _ => StreamId.OrderBook,
    };

    /// <summary>The own order that a request was about, if it went over an order connection; else 0.</summary>
    private static long OwnIdOf(string target)
    {
        bool isOrder = target.StartsWith("POST /user/order ", StringComparison.Ordinal) || target.StartsWith("DELETE /user/order?", StringComparison.Ordinal);
        string id = target.Split(' ', '=')[^1];
        return isOrder && ExternalId.TryParse(Encoding.UTF8.GetBytes(id), out long ownId) ? ownId : 0;
    }
}
