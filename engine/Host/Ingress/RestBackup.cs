using System.Text;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Host.Egress;

namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// Polls the order book by REST and writes its best prices into the ring, marked as such, for the time when the streams are stale. Whether
/// they are used is the core's to decide; each event says when its request began.
/// </summary>
public sealed class RestBackup
{
    private readonly RingBuffer<Event> _ring;
    private readonly ExtendedRestClient _rest;
    private readonly FeedMarket _market;
    private readonly WallClock _clock;
    private readonly TimeSpan _interval;
    private readonly Action<string>? _log;
    private Task _polling = Task.CompletedTask;

    /// <summary>Prepares the polls.</summary>
    /// <param name="ring">The engine's ring.</param>
    /// <param name="rest">The exchange.</param>
    /// <param name="market">The market.</param>
    /// <param name="clock">The process's clock.</param>
    /// <param name="interval">Period of the polls, from request to request.</param>
    /// <param name="log">Told of each poll's prices; null for nobody.</param>
    public RestBackup(RingBuffer<Event> ring, ExtendedRestClient rest, FeedMarket market, WallClock clock, TimeSpan interval, Action<string>? log)
    {
        _ring = ring;
        _rest = rest;
        _market = market;
        _clock = clock;
        _interval = interval;
        _log = log;
    }

    /// <summary>Polls until <paramref name="end"/>.</summary>
    public void Start(CancellationToken end) => _polling = Task.Run(() => PollAsync(end), CancellationToken.None);

    /// <summary>Waits for the last poll; what went wrong with the ring is its owner's to tell.</summary>
    public void Join() => ((IAsyncResult)_polling).AsyncWaitHandle.WaitOne();

    private async Task PollAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
                await PollOnceAsync(end).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or RingHaltedException)
        {
            // The session ends, in order or because the engine died, which its owner reports.
        }
    }

    private async Task PollOnceAsync(CancellationToken end)
    {
        long requestedNs = _clock.NowNs();
        try
        {
            OrderBookInfo book = await _rest.GetOrderBookAsync(_market.Name, end).ConfigureAwait(false);
            if (!TryRead(book, requestedNs, out BestBidAskPayload prices))
            {
                PublishOffGrid(book);
                return;
            }
            Publish(prices);
            _log?.Invoke(FormattableString.Invariant(
                $"rest backup {_market.Name}: bid {Describe(book.Bid)}, ask {Describe(book.Ask)}, {(_clock.NowNs() - requestedNs) / 1_000_000} ms"));
        }
        catch (ExtendedException e)
        {
            ControlCalls.PublishAnswer(_ring, _clock.NowNs(), RequestKind.BackupBook, ControlCalls.OutcomeOf(e), e, openOrders: -1);
        }
    }

    private void Publish(in BestBidAskPayload prices)
    {
        long sequence = _ring.Next(1);
        ref Event e = ref _ring[sequence];
        e.Begin(
            EventKind.BestBidAsk, EventFlags.FromRest | EventFlags.FrameStart | EventFlags.FrameEnd, (ushort)_market.Id, StreamId.BestBidAsk,
            _clock.NowNs());
        e.BestBidAsk = prices;
        _ring.Publish(sequence);
    }

    private void PublishOffGrid(OrderBookInfo book)
    {
        long high = _ring.Next(2);
        ref Event e = ref _ring[high - 1];
        e.Begin(EventKind.FrameRejected, EventFlags.FromRest | EventFlags.TextFollows, (ushort)_market.Id, StreamId.Control, _clock.NowNs());
        e.FrameRejected.Reason = FrameRejection.OffGrid;
        StreamEvents.FillText(
            ref _ring[high], StreamId.Control, e.ReceiveNs, TextPurpose.FrameExcerpt,
            Encoding.UTF8.GetBytes(FormattableString.Invariant($"bid {Describe(book.Bid)}, ask {Describe(book.Ask)}")));
        _ring.Publish(high - 1, high);
    }

    /// <summary>False if a number is not on the market's grid.</summary>
    private bool TryRead(OrderBookInfo book, long requestedNs, out BestBidAskPayload prices)
    {
        prices = new BestBidAskPayload { RequestedNs = requestedNs };
        return TryLevel(book.Bid, 0, out prices.BidTicks, out prices.BidSteps) && TryLevel(book.Bid, 1, out prices.NextBidTicks, out _)
            && TryLevel(book.Ask, 0, out prices.AskTicks, out prices.AskSteps) && TryLevel(book.Ask, 1, out prices.NextAskTicks, out _);
    }

    private bool TryLevel(IReadOnlyList<OrderBookLevel> levels, int index, out long ticks, out long steps)
    {
        ticks = 0;
        steps = 0;
        return index >= levels.Count
            || (TryUnits(levels[index].Price, _market.Tick.ToDecimal(1), out ticks) && TryUnits(levels[index].Qty, _market.Step.ToDecimal(1), out steps));
    }

    private static bool TryUnits(decimal value, decimal unit, out long units)
    {
        decimal count = value / unit;
        bool isOnGrid = decimal.IsInteger(count) && count is >= 0 and <= long.MaxValue;
        units = isOnGrid ? (long)count : 0;
        return isOnGrid;
    }

    private static string Describe(IReadOnlyList<OrderBookLevel> levels) =>
        levels.Count == 0 ? "none" : FormattableString.Invariant($"{levels[0].Qty} at {levels[0].Price}");
}
