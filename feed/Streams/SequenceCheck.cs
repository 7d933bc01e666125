using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Holds the rule that each frame of a connection has the <c>seq</c> of the one before it plus one; the first may have any.</summary>
/// <remarks>A class, because the topics of one v2 connection share the numbers. Hot path: no allocation.</remarks>
internal sealed class SequenceCheck
{
    private long _last;
    private bool _started;

    /// <summary>The <c>seq</c> that must come next; meaningless at the start.</summary>
    public long Expected => _last + 1;

    /// <summary>Takes the next frame's <c>seq</c>; <see cref="RejectionReason.None"/> if it follows.</summary>
    public RejectionReason Take(long seq)
    {
        if (_started && seq != _last + 1)
            return seq > _last ? RejectionReason.SequenceGap : RejectionReason.SequenceRegression;
        _started = true;
        _last = seq;
        return RejectionReason.None;
    }

    /// <summary>Forgets: the next frame may have any <c>seq</c>.</summary>
    public void Restart() => _started = false;
}
