using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The answer to an order, replace or cancel request.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderAnswerPayload
{
    /// <summary>The order that the request was about.</summary>
    public long OwnId;

    /// <summary>Create, replace or cancel.</summary>
    public RequestKind Request;

    /// <summary>Accepted, rejected, or unknown (the connection broke).</summary>
    public AnswerOutcome Outcome;

    /// <summary>HTTP status; 0 if there was no answer.</summary>
    public long HttpStatus;

    /// <summary>The exchange's error code; 0 if none.</summary>
    public long ErrorCode;

    /// <summary>The exchange's id of an accepted order; 0 if not said.</summary>
    public long OrderId;

    /// <summary>How long to pause, when the exchange said so; else 0.</summary>
    public long RetryAfterMs;
}
