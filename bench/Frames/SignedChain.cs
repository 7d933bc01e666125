using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>The engine's own chain on one thread: journal, decision, hash, signature, request; the transport drops it.</summary>
internal sealed class SignedChain(EngineSettings settings, FeedMarket market, string scratchFolder) : IFrameChain, IDisposable
{
    private readonly InProcessChain _chain = new(settings, market, scratchFolder);

    /// <inheritdoc/>
    public long Orders => _chain.Requests;

    /// <inheritdoc/>
    public void Begin(long nowNs) => _chain.Begin(nowNs);

    /// <inheritdoc/>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs) => _chain.Read(stream, frame, nowNs);

    /// <inheritdoc/>
    public void Answer() => _chain.Answer();

    public void Dispose() => _chain.Dispose();
}
