using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The answer to a control call.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ControlAnswerPayload
{
    /// <summary>What was asked.</summary>
    public RequestKind Request;

    /// <summary>Accepted, rejected or unknown.</summary>
    public AnswerOutcome Outcome;

    /// <summary>HTTP status; 0 if there was no answer.</summary>
    public long HttpStatus;

    /// <summary>The exchange's error code; 0 if none.</summary>
    public long ErrorCode;

    /// <summary>Open orders counted; -1 if not asked.</summary>
    public long OpenOrders;
}
