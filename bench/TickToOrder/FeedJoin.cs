using LowLatencyMM.Core.Events;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>
/// Puts together what the exchange says it sent and what the engine says it received: the n-th connection of a topic is the n-th of its stream,
/// and on it the frame's number tells. Every frame that was due between two moments is there, also one that was never sent or never received.
/// </summary>
internal sealed class FeedJoin
{
    private FeedJoin(List<JoinedFrame> frames, List<JoinedOrder> orders, int otherOrders)
    {
        Frames = frames;
        Orders = orders;
        OtherOrders = otherOrders;
    }

    /// <summary>All frames that were due.</summary>
    public IReadOnlyList<JoinedFrame> Frames { get; }

    /// <summary>Orders that such a frame caused.</summary>
    public IReadOnlyList<JoinedOrder> Orders { get; }

    /// <summary>Orders sent between the two moments that no market data frame caused: a timer, an answer, the account.</summary>
    public int OtherOrders { get; }

    /// <summary>Joins the frames that were due from one moment on and before another.</summary>
    /// <exception cref="UserErrorException">The two do not belong together: a frame was received before it was sent, or never sent at all.</exception>
    public static FeedJoin Of(IEnumerable<FeedFrame> feed, SessionJournal journal, string market, long fromNs, long toNs)
    {
        Dictionary<string, StreamId> streams = Topics(market);
        var received = new Dictionary<(StreamId, int, long), int>();
        for (int i = 0; i < journal.Frames.Count; i++)
            received[(journal.Frames[i].Stream, journal.Frames[i].Connection, journal.Frames[i].Seq)] = i;

        var frames = new List<JoinedFrame>();
        var frameOfReceived = new Dictionary<int, JoinedFrame>();
        var connections = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (FeedFrame frame in feed)
        {
            if (!streams.TryGetValue(frame.Topic, out StreamId stream))
                continue;
            int index = received.GetValueOrDefault((stream, OrderOf(frame, connections), frame.Seq), -1);
            var joined = new JoinedFrame(frame.IntendedNs, frame.SentNs, index < 0 ? 0 : journal.Frames[index].ReceivedNs);
            Require(index < 0 || (joined.SentNs != 0 && joined.ReceivedNs >= joined.SentNs), frame, joined);
            bool isDue = joined.IntendedNs >= fromNs && joined.IntendedNs < toNs;
            if (isDue)
                frames.Add(joined);
            if (isDue && index >= 0)
                frameOfReceived.Add(index, joined);
        }
        List<JoinedOrder> orders =
            [.. journal.Orders.Where(order => frameOfReceived.ContainsKey(order.Cause)).Select(order => new JoinedOrder(frameOfReceived[order.Cause], order))];
        return new FeedJoin(frames, orders, journal.Orders.Count(order => order.Cause < 0 && order.BeforeSendNs >= fromNs && order.BeforeSendNs < toNs));
    }

    private static Dictionary<string, StreamId> Topics(string market) => new(StringComparer.Ordinal)
    {
        [$"orderbooks/{market}"] = StreamId.OrderBook,
        [$"orderbooks/{market}?depth=1"] = StreamId.BestBidAsk,
        [$"publicTrades/{market}"] = StreamId.Trades,
        [$"prices/mark/{market}"] = StreamId.MarkPrice,
        [$"funding/{market}"] = StreamId.Funding,
    };

    /// <summary>The how many-th connection of its topic a frame's is, from 0.</summary>
    private static int OrderOf(in FeedFrame frame, Dictionary<string, List<int>> connections)
    {
        if (!connections.TryGetValue(frame.Topic, out List<int>? known))
            connections.Add(frame.Topic, known = []);
        int order = known.IndexOf(frame.Connection);
        if (order >= 0)
            return order;
        known.Add(frame.Connection);
        return known.Count - 1;
    }

    private static void Require(bool fits, in FeedFrame frame, in JoinedFrame joined)
    {
        if (!fits)
        {
            throw new UserErrorException(ExitCode.Failure,
                $"The feed log and the journal do not fit: frame {frame.Seq} of {frame.Topic} on connection {frame.Connection} was sent at {joined.SentNs} and received at {joined.ReceivedNs}.");
        }
    }
}
