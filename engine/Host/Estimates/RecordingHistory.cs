using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Host.Estimates;

/// <summary>Market data out of a recording (<c>.jsonl</c> or <c>.jsonl.gz</c>).</summary>
internal static class RecordingHistory
{
    /// <summary>Reads and checks a whole recording.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or not on these grids.</exception>
    public static MarketHistory Open(string path, string market, Grid tick, Grid step, string tickText, string stepText)
    {
        try
        {
            MarketRecording recording = RecordingReader.ReadFile(path, market, DecimalGrid.Parse("tick", tickText), DecimalGrid.Parse("step", stepText));
            return new MarketHistory(path, market, tick, step, Read(recording));
        }
        catch (SimulatorException e)
        {
            throw new UserErrorException(ExitCode.Failure, e.Message, e);
        }
    }

    private static IEnumerable<Event> Read(MarketRecording recording)
    {
        // The recording's own start: what matters is the distance of its events, and that the clocks' ticks lie somewhere.
        long startNs = recording.Events[0].VenueMs * 1_000_000;
        long bookSeq = 0;
        long trades = 0;
        for (int i = 0; i < recording.Events.Length; i++)
        {
            RecordedEvent recorded = recording.Events[i];
            long receiveNs = startNs + recorded.Offset;
            bool isBook = recorded.Kind is RecordedEventKind.Snapshot or RecordedEventKind.Delta;
            if (isBook)
                bookSeq++;
            if (recorded.Kind == RecordedEventKind.BestBidAsk)
            {
                yield return BestBidAsk(recording, recorded, receiveNs);
                continue;
            }
            for (int row = 0; row < recorded.RowCount; row++)
            {
                yield return isBook
                    ? Level(recording, recorded, row, bookSeq, receiveNs)
                    : Trade(recording, recorded, row, ++trades, receiveNs);
            }
            if (isBook && recorded.RowCount == 0)
                yield return Empty(recorded, bookSeq, receiveNs);
        }
    }

    private static Event Level(MarketRecording recording, in RecordedEvent recorded, int row, long seq, long receiveNs)
    {
        EventFlags flags = EventFlags.Absolute | (recorded.Kind == RecordedEventKind.Snapshot ? EventFlags.Snapshot : EventFlags.None);
        if (row == 0)
            flags |= EventFlags.FrameStart;
        if (row == recorded.RowCount - 1)
            flags |= EventFlags.FrameEnd;
        RecordedRow level = recording.Rows(recorded)[row];
        var e = default(Event);
        e.Begin(EventKind.BookLevel, flags, 0, StreamId.OrderBook, receiveNs);
        e.ExchangeMs = recorded.VenueMs;
        e.StreamSeq = seq;
        e.BookLevel.Side = SideOf(level);
        e.BookLevel.PriceTicks = level.Price;
        e.BookLevel.QuantitySteps = level.Size;
        return e;
    }

    private static Event Empty(in RecordedEvent recorded, long seq, long receiveNs)
    {
        var e = default(Event);
        e.Begin(EventKind.BookLevel, EventFlags.Empty | EventFlags.FrameStart | EventFlags.FrameEnd, 0, StreamId.OrderBook, receiveNs);
        e.ExchangeMs = recorded.VenueMs;
        e.StreamSeq = seq;
        return e;
    }

    private static Event BestBidAsk(MarketRecording recording, in RecordedEvent recorded, long receiveNs)
    {
        var e = default(Event);
        e.Begin(EventKind.BestBidAsk, EventFlags.FrameStart | EventFlags.FrameEnd, 0, StreamId.BestBidAsk, receiveNs);
        e.ExchangeMs = recorded.VenueMs;
        foreach (RecordedRow level in recording.Rows(recorded))
        {
            if (SideOf(level) == Side.Buy)
                (e.BestBidAsk.BidTicks, e.BestBidAsk.BidSteps) = (level.Price, level.Size);
            else
                (e.BestBidAsk.AskTicks, e.BestBidAsk.AskSteps) = (level.Price, level.Size);
        }
        return e;
    }

    private static Event Trade(MarketRecording recording, in RecordedEvent recorded, int row, long id, long receiveNs)
    {
        RecordedRow trade = recording.Rows(recorded)[row];
        var e = default(Event);
        e.Begin(EventKind.PublicTrade, EventFlags.None, 0, StreamId.Trades, receiveNs);
        e.ExchangeMs = recorded.VenueMs;
        e.PublicTrade.TradeId = id;
        e.PublicTrade.TradeMs = recorded.VenueMs;
        e.PublicTrade.TakerSide = SideOf(trade);
        e.PublicTrade.TradeType = TradeType.Trade;
        e.PublicTrade.PriceTicks = trade.Price;
        e.PublicTrade.QuantitySteps = trade.Size;
        return e;
    }

    private static Side SideOf(RecordedRow row) => row.Side == Simulator.Matching.Side.Buy ? Side.Buy : Side.Sell;
}
