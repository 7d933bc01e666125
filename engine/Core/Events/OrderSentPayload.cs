using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A request that was decided; the fields up to the expiry are the decision, the rest what became of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderSentPayload
{
    /// <summary>The event that caused it.</summary>
    public long CauseSequence;

    /// <summary>Create, replace, cancel, query or mass cancel.</summary>
    public RequestKind Request;

    /// <summary>Our number of the order (of the new one in a replace).</summary>
    public long OwnId;

    /// <summary>The order that a replace replaces; else 0.</summary>
    public long CancelOwnId;

    /// <summary>Buy or sell.</summary>
    public Side Side;

    /// <summary>Price in ticks.</summary>
    public long PriceTicks;

    /// <summary>Size in steps.</summary>
    public long QuantitySteps;

    /// <summary>Nonce, 1 to 2^31 - 1; 0 where none is needed.</summary>
    public long Nonce;

    /// <summary>Expiry, milliseconds since 1970; whole seconds.</summary>
    public long ExpiryMs;

    /// <summary>What became of it.</summary>
    public SendOutcome Outcome;

    /// <summary>Immediately before the send call, nanoseconds since 1970; 0 if none.</summary>
    public long BeforeSendNs;

    /// <summary>Immediately after the send call, nanoseconds since 1970; 0 if none.</summary>
    public long AfterSendNs;
}
