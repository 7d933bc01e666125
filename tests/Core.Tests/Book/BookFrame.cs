using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Book;

/// <summary>One frame of a book stream, as a test or a recording tells it.</summary>
internal sealed record BookFrame(long Seq, bool IsSnapshot, IReadOnlyList<BookFrameLevel> Levels)
{
    public static BookFrame Snapshot(long seq, params BookFrameLevel[] levels) => new(seq, true, levels);

    public static BookFrame Delta(long seq, params BookFrameLevel[] levels) => new(seq, false, levels);

    /// <summary>The frame's events. Deltas tell the change, or the absolute size if asked.</summary>
    public Event[] ToEvents(bool absolute = false)
    {
        var events = new Event[Math.Max(1, Levels.Count)];
        for (int i = 0; i < events.Length; i++)
        {
            EventFlags flags = IsSnapshot ? EventFlags.Snapshot | EventFlags.Absolute : absolute ? EventFlags.Absolute : EventFlags.None;
            if (i == 0)
                flags |= EventFlags.FrameStart;
            if (i == events.Length - 1)
                flags |= EventFlags.FrameEnd;
            if (Levels.Count == 0)
                flags |= EventFlags.Empty;
            events[i].Begin(EventKind.BookLevel, flags, 0, StreamId.OrderBook, 0);
            events[i].StreamSeq = Seq;
            if (Levels.Count == 0)
                continue;
            BookFrameLevel level = Levels[i];
            events[i].BookLevel.Side = level.Side;
            events[i].BookLevel.PriceTicks = level.PriceTicks;
            events[i].BookLevel.QuantitySteps = IsSnapshot || absolute ? level.AbsoluteSteps : level.ChangeSteps;
        }
        return events;
    }
}

/// <summary>One level of a frame: what it changes by, and what it then is.</summary>
internal readonly record struct BookFrameLevel(Side Side, long PriceTicks, long ChangeSteps, long AbsoluteSteps)
{
    public static BookFrameLevel Bid(long priceTicks, long steps) => new(Side.Buy, priceTicks, steps, steps);

    public static BookFrameLevel Ask(long priceTicks, long steps) => new(Side.Sell, priceTicks, steps, steps);
}
