using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams;

/// <summary>
/// Takes a stream's messages as they came, for who needs the exchange's own text. Implemented by a struct; called on the thread that reads
/// the stream.
/// </summary>
public interface IRawFrameSink
{
    /// <summary>A whole message; the span is valid during the call only.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="isText">Whether the exchange called them text.</param>
    /// <param name="epoch">Counts the connections of the stream from 1.</param>
    /// <param name="receiveNs">Unix nanoseconds at which the receive call that brought the last byte returned.</param>
    /// <returns>None to go on; anything else connects anew, for this reason.</returns>
    DisconnectReason OnFrame(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs);

    /// <summary>The connection changed.</summary>
    void OnConnection(in ConnectionChange change);
}
