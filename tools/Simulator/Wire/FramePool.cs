using System.Collections.Concurrent;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>Frames to reuse.</summary>
internal sealed class FramePool
{
    private readonly ConcurrentQueue<Frame> _frames = new();

    /// <summary>An empty frame that the caller holds one reference to.</summary>
    public Frame Rent()
    {
        if (!_frames.TryDequeue(out Frame? frame))
            frame = new Frame(this);
        frame.Reset();
        return frame;
    }

    public void Return(Frame frame) => _frames.Enqueue(frame);
}
