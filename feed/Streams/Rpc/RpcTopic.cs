using System.Text;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>A topic on a v2 connection, with what reads it. Belongs to the thread that reads the connection.</summary>
internal abstract class RpcTopic(RpcTarget target, Backoff backoff)
{
    /// <summary>How the exchange ends the topic's frames.</summary>
    private readonly byte[] _end = Encoding.UTF8.GetBytes($",\"subscription\":\"{target.Topic}\"}}");

    private readonly byte[] _name = Encoding.UTF8.GetBytes(target.Topic);

    public RpcTarget Target => target;

    /// <summary>Pauses between attempts to subscribe.</summary>
    public Backoff Backoff => backoff;

    public RpcTopicState State { get; set; }

    /// <summary>Number of the request that awaits its reply.</summary>
    public long RequestId { get; set; }

    /// <summary>When the reply is overdue, or the next attempt due; Unix nanoseconds.</summary>
    public long DueNs { get; set; }

    public abstract StreamKind Kind { get; }

    public abstract int Market { get; }

    /// <summary>Whether a frame in the exchange's usual layout is of this topic. Hot path.</summary>
    public bool Ends(ReadOnlySpan<byte> frame) => frame.EndsWith(_end);

    public bool IsNamed(ReadOnlySpan<byte> name) => name.SequenceEqual(_name);

    /// <summary>Reads a frame of the topic.</summary>
    public abstract DisconnectReason Read(ReadOnlySpan<byte> frame, int epoch, long receiveNs);

    public abstract void OnConnection(in ConnectionChange change);

    public abstract void Restart();
}
