using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Quoting;

/// <summary>A computed quote. Prices in collateral per base unit, ticks as integers.</summary>
public struct QuotePrices
{
    /// <summary>Reservation price of the model.</summary>
    public double ReservationPrice;

    /// <summary>Half-spread of the model.</summary>
    public double ModelHalfSpread;

    /// <summary>Half-spread after fee, floor and cap.</summary>
    public double HalfSpread;

    /// <summary>Floor of the half-spread.</summary>
    public double LowestHalfSpread;

    /// <summary>Cap of the half-spread; infinite if there is none.</summary>
    public double HighestHalfSpread;

    /// <summary>Shift of the middle of the quote from the fair price.</summary>
    public double Shift;

    /// <summary>Bid before it became ticks.</summary>
    public double BidRaw;

    /// <summary>Ask before it became ticks.</summary>
    public double AskRaw;

    /// <summary>Bid in ticks, before the post-only guard.</summary>
    public long ModelBidTicks;

    /// <summary>Ask in ticks, before the post-only guard.</summary>
    public long ModelAskTicks;

    /// <summary>Bid in ticks; 0 or less if there is none.</summary>
    public long BidTicks;

    /// <summary>Ask in ticks; 0 if there is none.</summary>
    public long AskTicks;

    /// <summary>Which steps acted.</summary>
    public QuoteClamps Clamps;
}
