using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A frame was refused whole; which stream is the event's.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FrameRejectedPayload
{
    /// <summary>Why.</summary>
    public FrameRejection Reason;

    /// <summary>Where in the frame.</summary>
    public long ByteOffset;

    /// <summary>Bytes in the frame.</summary>
    public long FrameLength;

    /// <summary>The stream sequence that was due; 0 if it is not about that.</summary>
    public long ExpectedSeq;

    /// <summary>The stream sequence that came; 0 if it is not about that.</summary>
    public long ActualSeq;

    /// <summary>Which connection.</summary>
    public long ConnectionEpoch;
}
