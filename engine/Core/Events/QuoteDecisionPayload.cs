using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The quote that the model wants, and why. Prices that the model computes are floating point; ticks are what is sent.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct QuoteDecisionPayload
{
    /// <summary>The event that caused it.</summary>
    public long CauseSequence;

    /// <summary>Quoting, or why not.</summary>
    public QuoteReason Reason;

    /// <summary>Fair price, collateral per base.</summary>
    public double FairPrice;

    /// <summary>Reservation price, collateral per base.</summary>
    public double ReservationPrice;

    /// <summary>Half-spread, collateral per base.</summary>
    public double HalfSpread;

    /// <summary>Relative volatility per sqrt(second).</summary>
    public double SigmaRelative;

    /// <summary>Decay of the fill intensity, 1/price.</summary>
    public double Kappa;

    /// <summary>Wanted bid in ticks; 0 for none.</summary>
    public long BidTicks;

    /// <summary>Wanted ask in ticks; 0 for none.</summary>
    public long AskTicks;

    /// <summary>Which steps changed the model's price.</summary>
    public QuoteClamps Clamps;

    /// <summary>Signed position in steps.</summary>
    public long PositionSteps;

    /// <summary>Size of one order in steps.</summary>
    public long SizeSteps;
}
