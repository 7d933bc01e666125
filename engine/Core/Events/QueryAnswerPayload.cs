using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The end of the answer to a query by external id.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct QueryAnswerPayload
{
    /// <summary>The order asked for.</summary>
    public long OwnId;

    /// <summary>Found, not found, or unknown (no usable answer).</summary>
    public AnswerOutcome Outcome;

    /// <summary>HTTP status; 0 if there was no answer.</summary>
    public long HttpStatus;

    /// <summary>The exchange's error code; 0 if none.</summary>
    public long ErrorCode;
}
