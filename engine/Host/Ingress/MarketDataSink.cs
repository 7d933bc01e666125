using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed.Frames;
using BookLevel = LowLatencyMM.Feed.Frames.BookLevel;
using FrameRejection = LowLatencyMM.Feed.Frames.FrameRejection;
using Side = LowLatencyMM.Core.Events.Side;

namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// Writes market data frames into the ring: a whole frame as one contiguous claim, published once, so that no consumer ever
/// sees half of it. Runs on the reading thread; allocates nothing.
/// </summary>
/// <param name="ring">The engine's ring.</param>
/// <param name="stamps">Notes when each frame was parsed and published, with the frame's last event.</param>
public readonly struct MarketDataSink(RingBuffer<Event> ring, ArrivalStamps stamps) : IMarketDataSink
{
    /// <summary>Slots in the ring: at least two of the largest snapshots (about 6,000 levels), and the reserve.</summary>
    public const int RingSize = 32_768;

    /// <summary>Slots that only the engine's own handlers may claim.</summary>
    public const int RingReserve = 8_192;

    /// <summary>Most events that one frame may become.</summary>
    public const int MaxFrameEvents = (RingSize - RingReserve) / 2;

    /// <inheritdoc/>
    public void OnBook(in BookFrame frame)
    {
        int levels = frame.Bids.Length + frame.Asks.Length;
        if (levels > MaxFrameEvents)
        {
            StreamEvents.PublishRejection(ring, frame.Header, LowLatencyMM.Core.Events.FrameRejection.TooLong, levels, default);
            return;
        }
        EventFlags flags = frame.IsSnapshot ? EventFlags.Snapshot : EventFlags.None;
        int count = Math.Max(levels, 1);
        long high = stamps.Next(count, out long parsed);
        long low = high - count + 1;
        if (levels == 0)
            StreamEvents.Begin(ref ring[low], EventKind.BookLevel, flags | EventFlags.Empty, (ushort)frame.Header.Market, frame.Header);
        long sequence = Fill(frame.Bids, Side.Buy, flags, frame.Header, low);
        Fill(frame.Asks, Side.Sell, flags, frame.Header, sequence);
        ring[low].Flags |= EventFlags.FrameStart;
        ring[high].Flags |= EventFlags.FrameEnd;
        stamps.Publish(low, high, parsed);
    }

    /// <inheritdoc/>
    public void OnBestBidAsk(in BestBidAskFrame frame)
    {
        long sequence = stamps.Next(1, out long parsed);
        ref Event e = ref ring[sequence];
        StreamEvents.Begin(ref e, EventKind.BestBidAsk, EventFlags.FrameStart | EventFlags.FrameEnd, (ushort)frame.Header.Market, frame.Header);
        e.BestBidAsk.BidTicks = frame.BidTicks;
        e.BestBidAsk.BidSteps = frame.BidSteps;
        e.BestBidAsk.AskTicks = frame.AskTicks;
        e.BestBidAsk.AskSteps = frame.AskSteps;
        stamps.Publish(sequence, parsed);
    }

    /// <inheritdoc/>
    public void OnTrades(in TradesFrame frame)
    {
        int count = frame.Trades.Length;
        long high = stamps.Next(count, out long parsed);
        long low = high - count + 1;
        for (int i = 0; i < count; i++)
        {
            ref readonly PublicTrade trade = ref frame.Trades[i];
            ref Event e = ref ring[low + i];
            StreamEvents.Begin(ref e, EventKind.PublicTrade, EventFlags.None, (ushort)frame.Header.Market, frame.Header);
            e.PublicTrade.TradeId = trade.Id;
            e.PublicTrade.TradeMs = trade.TradeMs;
            e.PublicTrade.TakerSide = (Side)trade.TakerSide;
            e.PublicTrade.TradeType = (LowLatencyMM.Core.Events.TradeType)trade.Type;
            e.PublicTrade.PriceTicks = trade.PriceTicks;
            e.PublicTrade.QuantitySteps = trade.QuantitySteps;
        }
        ring[low].Flags |= EventFlags.FrameStart;
        ring[high].Flags |= EventFlags.FrameEnd;
        stamps.Publish(low, high, parsed);
    }

    /// <inheritdoc/>
    public void OnPrice(in PriceFrame frame)
    {
        EventKind kind = frame.Header.Stream == StreamKind.MarkPrice ? EventKind.MarkPrice : EventKind.IndexPrice;
        long sequence = stamps.Next(1, out long parsed);
        ref Event e = ref ring[sequence];
        StreamEvents.Begin(ref e, kind, EventFlags.FrameStart | EventFlags.FrameEnd, (ushort)frame.Header.Market, frame.Header);
        e.Price.PriceNano = frame.PriceNano;
        stamps.Publish(sequence, parsed);
    }

    /// <inheritdoc/>
    public void OnFunding(in FundingFrame frame)
    {
        long sequence = stamps.Next(1, out long parsed);
        ref Event e = ref ring[sequence];
        StreamEvents.Begin(ref e, EventKind.Funding, EventFlags.FrameStart | EventFlags.FrameEnd, (ushort)frame.Header.Market, frame.Header);
        e.Funding.RatePico = frame.RatePico;
        e.Funding.AppliedMs = frame.FundingMs;
        stamps.Publish(sequence, parsed);
    }

    /// <inheritdoc/>
    public void OnRejected(in FrameRejection rejection) => StreamEvents.PublishRejection(ring, rejection);

    /// <inheritdoc/>
    public void OnConnection(in ConnectionChange change) => StreamEvents.PublishConnection(ring, change);

    private long Fill(ReadOnlySpan<BookLevel> levels, Side side, EventFlags flags, in FrameHeader header, long sequence)
    {
        foreach (ref readonly BookLevel level in levels)
        {
            ref Event e = ref ring[sequence++];
            StreamEvents.Begin(ref e, EventKind.BookLevel, level.IsAbsolute ? flags | EventFlags.Absolute : flags, (ushort)header.Market, header);
            e.BookLevel.Side = side;
            e.BookLevel.PriceTicks = level.PriceTicks;
            e.BookLevel.QuantitySteps = level.QuantitySteps;
        }
        return sequence;
    }
}
