using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>
/// When an order, replace or cancel that was handed to the transport passed each stage: nanoseconds after the receive time of the event
/// that caused it, each at least as large as the one before.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderTimingPayload
{
    /// <summary>The event that caused it.</summary>
    public long CauseSequence;

    /// <summary>Our number of the order (of the new one in a replace).</summary>
    public long OwnId;

    /// <summary>Create, replace or cancel.</summary>
    public RequestKind Request;

    /// <summary>Where its signature came from.</summary>
    public OrderSigning Signing;

    /// <summary>
    /// The whole frame was parsed and found valid. 0 if the cause is no frame: a timer, an event of the engine itself. As
    /// <see cref="PublishedNs"/> if the two lie less than a clock read apart: a frame of few events that found room in the ring.
    /// </summary>
    public long ParsedNs;

    /// <summary>Just before the frame's events were published in the ring. 0 if the cause is no frame.</summary>
    public long PublishedNs;

    /// <summary>The engine's thread began with the frame.</summary>
    public long TakenNs;

    /// <summary>
    /// Journaled; book, estimators and quote done: of the first market, where the event lets several decide. As <see cref="RiskNs"/> if the quote
    /// did not change.
    /// </summary>
    public long DecidedNs;

    /// <summary>Risk and order steering done: the batch of decisions is complete.</summary>
    public long RiskNs;

    /// <summary>
    /// Hash and signature were there. In the second order of a batch this includes the sending of the first. A cancel needs none: as
    /// <see cref="RiskNs"/>.
    /// </summary>
    public long SignedNs;

    /// <summary>The request was encoded: immediately before the send call.</summary>
    public long BeforeSendNs;

    /// <summary>The send call returned: the bytes are the kernel's.</summary>
    public long AfterSendNs;
}
