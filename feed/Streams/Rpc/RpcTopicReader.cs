using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>A topic read by <typeparamref name="TReader"/>: one virtual call a frame, because a connection's topics differ in their sinks.</summary>
/// <remarks>Hot path: no allocation.</remarks>
internal sealed class RpcTopicReader<TReader>(RpcTarget target, Backoff backoff, TReader reader) : RpcTopic(target, backoff)
    where TReader : struct, IFrameReader
{
#pragma warning disable IDE0044 // Readers change: a readonly field would be copied at each call.
    private TReader _reader = reader;
#pragma warning restore IDE0044

    public override StreamKind Kind => _reader.Kind;

    public override int Market => _reader.Market;

    public override DisconnectReason Read(ReadOnlySpan<byte> frame, int epoch, long receiveNs) =>
        _reader.Read(frame, isText: true, epoch, receiveNs);

    public override void OnConnection(in ConnectionChange change) => _reader.OnConnection(in change);

    public override void Restart() => _reader.Restart();
}
