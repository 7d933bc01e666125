using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Bench.Frames;

/// <summary>What takes a frame's bytes as far as it goes.</summary>
internal interface IFrameChain
{
    /// <summary>Orders, replaces and cancels decided so far.</summary>
    long Orders { get; }

    /// <summary>Brings it to where a live engine quotes from.</summary>
    void Begin(long nowNs);

    /// <summary>Takes one frame and does everything that follows from it.</summary>
    void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs);

    /// <summary>Answers in the exchange's place what was decided since the last call: accepted, and resting, replaced or cancelled.</summary>
    void Answer();
}
