using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Host.Estimates;

/// <summary>
/// What the estimators begin a session with: market data of the past, published into the ring before anything else, each event marked
/// <see cref="EventFlags.WarmUp"/>. So they are in the session's journal, and a replay has them too.
/// </summary>
/// <remarks>
/// Days of full books would make the journal of a new session as large as those before. The estimators of mids need no more than the
/// touch, so by default the history is reduced to a book of one level a side, which changes when the touch does, or each second; an
/// estimator with queues gets the whole book.
/// </remarks>
internal static class WarmStart
{
    private const long HeartbeatNs = 1_000_000_000;

    /// <summary>Marks events, and reduces them if the whole book is not wanted. Only those before the given time are taken.</summary>
    public static IEnumerable<Event> Prepare(IEnumerable<Event> history, ushort market, bool wholeBook, long beforeNs)
    {
        long newestNs = 0;
        foreach (Event taken in wholeBook ? history : Reduce(history))
        {
            Event e = taken;
            if (e.ReceiveNs >= beforeNs)
                yield break;
            // Sessions follow each other; a clock that was set back between them must not turn the time back here.
            if (e.ReceiveNs < newestNs && e.ReceiveNs != 0)
                continue;
            newestNs = Math.Max(newestNs, e.ReceiveNs);
            // A break between two sessions has no time of its own.
            e.ReceiveNs = newestNs;
            e.Market = market;
            e.Flags |= EventFlags.WarmUp;
            yield return e;
        }
    }

    /// <summary>The pasts of several markets as one, by time: the engine's time is that of the newest event, and never goes back.</summary>
    public static IEnumerable<Event> Merge(IReadOnlyList<IEnumerable<Event>> pasts)
    {
        var running = new List<IEnumerator<Event>>();
        try
        {
            foreach (IEnumerable<Event> past in pasts)
            {
                IEnumerator<Event> events = past.GetEnumerator();
                running.Add(events);
                if (!events.MoveNext())
                    running.Remove(events);
            }
            while (running.Count > 0)
            {
                IEnumerator<Event> oldest = running.MinBy(events => events.Current.ReceiveNs)!;
                yield return oldest.Current;
                if (!oldest.MoveNext())
                    running.Remove(oldest);
            }
        }
        finally
        {
            foreach (IEnumerator<Event> events in running)
                events.Dispose();
        }
    }

    /// <summary>Publishes; gives how many.</summary>
    public static long Publish(IEnumerable<Event> events, RingBuffer<Event> ring)
    {
        long count = 0;
        foreach (Event e in events)
        {
            long sequence = ring.Next(1);
            ring[sequence] = e;
            ring.Publish(sequence);
            count++;
        }
        return count;
    }

    private static IEnumerable<Event> Reduce(IEnumerable<Event> history)
    {
        var book = new PastBook(_ => 0);
        var shown = default(Touch);
        long seq = 0;
        long shownNs = 0;
        foreach (Event e in history)
        {
            if (e.Kind == EventKind.PublicTrade)
            {
                yield return e;
                continue;
            }
            if (e.Kind == EventKind.Connection)
            {
                book.Break();
                shown = default;
                seq = 0;
                yield return e;
                continue;
            }
            if (!book.Apply(e) || (book.Touch == shown && e.ReceiveNs - shownNs < HeartbeatNs))
                continue;
            foreach (Event change in Changes(shown, book.Touch, ++seq, e.ReceiveNs, e.ExchangeMs))
                yield return change;
            shown = book.Touch;
            shownNs = e.ReceiveNs;
        }
    }

    /// <summary>The frame that turns a book of one level a side into another.</summary>
    private static List<Event> Changes(Touch from, Touch to, long seq, long receiveNs, long exchangeMs)
    {
        var frame = new List<Event>();
        bool isSnapshot = from == default;
        Change(Side.Buy, from.BidTicks, to.BidTicks);
        Change(Side.Sell, from.AskTicks, to.AskTicks);
        if (frame.Count == 0)
            frame.Add(New(EventFlags.Empty));
        Event first = frame[0];
        first.Flags |= EventFlags.FrameStart;
        frame[0] = first;
        Event last = frame[^1];
        last.Flags |= EventFlags.FrameEnd;
        frame[^1] = last;
        return frame;

        void Change(Side side, long before, long after)
        {
            if (before == after)
                return;
            if (before != 0)
                Add(side, before, 0);
            Add(side, after, 1);
        }

        void Add(Side side, long priceTicks, long steps)
        {
            Event e = New(EventFlags.Absolute | (isSnapshot ? EventFlags.Snapshot : EventFlags.None));
            e.BookLevel = new BookLevelPayload { Side = side, PriceTicks = priceTicks, QuantitySteps = steps };
            frame.Add(e);
        }

        Event New(EventFlags flags)
        {
            var e = default(Event);
            e.Begin(EventKind.BookLevel, flags, 0, StreamId.OrderBook, receiveNs);
            e.ExchangeMs = exchangeMs;
            e.StreamSeq = seq;
            return e;
        }
    }
}
