using System.Collections.Concurrent;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>Frames to reuse, whose numbers' text varies by a given chance.</summary>
internal sealed class FramePool(Random? variety)
{
    private readonly ConcurrentQueue<Frame> _frames = new();

    /// <summary>An empty frame that the caller holds one reference to.</summary>
    public Frame Rent()
    {
        if (!_frames.TryDequeue(out Frame? frame))
            frame = new Frame(this, variety);
        frame.Reset();
        return frame;
    }

    public void Return(Frame frame) => _frames.Enqueue(frame);
}
