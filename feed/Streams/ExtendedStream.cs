using System.Net.Sockets;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Feed.Streams;

/// <summary>One of the exchange's streams with its connection, kept alive by the thread that steps it. Made by <see cref="ExtendedStreams"/>.</summary>
public abstract class ExtendedStream
{
    private protected ExtendedStream()
    {
    }

    /// <summary>Which stream.</summary>
    public abstract StreamKind Kind { get; }

    /// <summary>What was skipped and how frames were read.</summary>
    public abstract FeedCounters Counters { get; }

    /// <summary>The connection is open. Readable from any thread.</summary>
    public abstract bool IsConnected { get; }

    /// <summary>
    /// The owner no longer trusts what the stream says: the connection is ended and made anew, as after a hole in <c>seq</c>. Without effect
    /// while there is none. From any thread; takes effect within a tenth of a second.
    /// </summary>
    public abstract void Reconnect();

    /// <summary>
    /// Handles bytes as though the stream's connection had received them: for one that is never stepped, in an engine without an exchange. Fewer than
    /// 64 KiB.
    /// </summary>
    public abstract void Take(ReadOnlySpan<byte> bytes);

    /// <summary>The socket to wait for; null while there is no connection.</summary>
    internal abstract Socket? Socket { get; }

    /// <summary>Bytes have arrived that no <see cref="Step"/> has taken yet.</summary>
    internal abstract bool HasBacklog { get; }

    /// <summary>Does what there is to do without waiting; true if bytes arrived.</summary>
    internal abstract bool Step();

    /// <summary>Reads what the next message will need, so that it is in the caches, and changes nothing.</summary>
    internal abstract long Touch();

    /// <summary>Sleeps until there is something to do, at most a tenth of a second or until <paramref name="stop"/> is set.</summary>
    internal abstract void Rest(ManualResetEventSlim stop);

    /// <summary>Ends the connection in order; not to be stepped again.</summary>
    internal abstract void Close();

    /// <summary>Drops the connection without telling the sink; not to be stepped again.</summary>
    internal abstract void Abort();
}
