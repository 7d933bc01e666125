using LowLatencyMM.Core.Events;
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

    /// <summary>Whether planned orders are signed between the frames, as the signing thread does in the live engine.</summary>
    public bool SignsAhead { init => _chain.SignsAhead = value; }

    /// <summary>As <see cref="InProcessChain.FirstSendNs"/>.</summary>
    public long FirstSendNs => _chain.FirstSendNs;

    /// <summary>As <see cref="InProcessChain.LastSendNs"/>.</summary>
    public long LastSendNs => _chain.LastSendNs;

    /// <summary>As <see cref="InProcessChain.FirstTiming"/>.</summary>
    public ref readonly OrderTimingPayload FirstTiming => ref _chain.FirstTiming;

    /// <summary>As <see cref="InProcessChain.Touches"/>.</summary>
    public Func<long>[] Touches() => _chain.Touches();

    /// <summary>Orders that were found signed.</summary>
    public long Hits => _chain.Ahead.Ready;

    /// <summary>Signs what is planned on a thread of its own.</summary>
    public void SignOnThread() => _chain.SignOnThread();

    /// <summary>As <see cref="InProcessChain.IsSigned"/>.</summary>
    public bool IsSigned => _chain.IsSigned;

    /// <summary>Lets time pass.</summary>
    public void Tick(long nowNs) => _chain.Tick(nowNs);

    /// <inheritdoc/>
    public void Begin(long nowNs) => _chain.Begin(nowNs);

    /// <inheritdoc/>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs) => _chain.Read(stream, frame, nowNs);

    /// <summary>As <see cref="InProcessChain.Receive"/>.</summary>
    public void Receive(StreamKind stream, ReadOnlySpan<byte> bytes, long nowNs) => _chain.Receive(stream, bytes, nowNs);

    /// <inheritdoc/>
    public void Answer() => _chain.Answer();

    public void Dispose() => _chain.Dispose();
}
