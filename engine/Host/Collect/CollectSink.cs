using System.Threading.Channels;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Host.Collect;

/// <summary>
/// Reads a stream's messages on the stream's own thread and hands them to the collecting thread. The queue is bounded, and a full one makes the
/// stream wait: the exchange then ends the connection, and the next begins with a snapshot; nothing is dropped unseen.
/// </summary>
internal readonly struct CollectSink(ChannelWriter<CollectItem> queue, int market, string name, StreamKind kind, bool keepsMessage) : IRawFrameSink
{
    private readonly SequenceNumbers _sequence = new();

    public DisconnectReason OnFrame(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs)
    {
        PublicFrame frame;
        try
        {
            frame = isText ? PublicFrame.Parse(kind, name, message) : throw new FormatException("it is binary, expected text");
        }
        catch (FormatException e)
        {
            Post(new CollectItem.Refused(market, kind, e.Message));
            return DisconnectReason.FrameRejected;
        }
        if (!_sequence.Follows(epoch, frame.Seq))
        {
            Post(new CollectItem.Refused(market, kind, $"seq {frame.Seq} does not follow {_sequence.Last}"));
            return DisconnectReason.Sequence;
        }
        Post(new CollectItem.Frame(market, kind, frame, keepsMessage ? message.ToArray() : [], epoch, receiveNs));
        return DisconnectReason.None;
    }

    public void OnConnection(in ConnectionChange change) => Post(new CollectItem.Connection(market, change));

    private void Post(CollectItem item)
    {
        if (queue.TryWrite(item))
            return;
        try
        {
            queue.WriteAsync(item).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            // The collection has ended over an error, which is reported there.
        }
    }

    /// <summary>Each frame of a connection has the number of the one before plus one; the first may have any.</summary>
    private sealed class SequenceNumbers
    {
        private int _epoch;

        public long Last { get; private set; }

        public bool Follows(int epoch, long seq)
        {
            bool follows = epoch != _epoch || seq == Last + 1;
            if (follows)
                (_epoch, Last) = (epoch, seq);
            return follows;
        }
    }
}
