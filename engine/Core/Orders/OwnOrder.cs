using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>All that is known of one own order.</summary>
public struct OwnOrder
{
    /// <summary>Our number of it; 0 in an unused record.</summary>
    public long OwnId;

    /// <summary>The exchange's id; 0 until known.</summary>
    public long OrderId;

    /// <summary>Buy or sell.</summary>
    public Side Side;

    /// <summary>Its market's number.</summary>
    public ushort Market;

    /// <summary>Its level on its side, 0 nearest to the market.</summary>
    public int Level;

    /// <summary>Whether it may fill.</summary>
    public OrderLife Life;

    /// <summary>Price in ticks.</summary>
    public long PriceTicks;

    /// <summary>Size in steps.</summary>
    public long QuantitySteps;

    /// <summary>Largest cumulative fill of its ORDER updates, steps.</summary>
    public long ReportedSteps;

    /// <summary>Sum of its distinct TRADEs, steps.</summary>
    public long TradedSteps;

    /// <summary>Value of its distinct TRADEs, 1e-6 of the collateral.</summary>
    public long TradedMicro;

    /// <summary>Fees of its distinct TRADEs, 1e-9 of the collateral.</summary>
    public long TradedFeeNano;

    /// <summary>Fee that its ORDER updates told, 1e-9 of the collateral.</summary>
    public long ReportedFeeNano;

    /// <summary>Average price that its ORDER updates told, 1e-9; 0 if none.</summary>
    public long AveragePriceNano;

    /// <summary>Fill that the ledger has, steps.</summary>
    public long BookedSteps;

    /// <summary>Value that the ledger has, 1e-6.</summary>
    public long BookedMicro;

    /// <summary>Fee that the ledger has, 1e-9.</summary>
    public long BookedFeeNano;

    /// <summary>Engine time of the decision.</summary>
    public long PlacedNs;

    /// <summary>Best bid + best ask in ticks at the decision.</summary>
    public long PlacedMid2;

    /// <summary>The exchange's time of creation, milliseconds; 0 until known.</summary>
    public long CreatedMs;

    /// <summary>The exchange's time of the end, milliseconds; 0 until known.</summary>
    public long ClosedMs;

    /// <summary>Engine time of the end.</summary>
    public long ClosedNs;

    /// <summary>Queries that did not find it, since it was last seen.</summary>
    public long NotFoundCount;

    /// <summary>Engine time before which it is not asked for again.</summary>
    public long NextQueryNs;

    /// <summary>Whether it may fill.</summary>
    public readonly bool IsPossiblyLive => OwnId != 0 && Life is OrderLife.Pending or OrderLife.Live;

    /// <summary>Filled size: fills are counted once, whichever way they are told first.</summary>
    public readonly long FilledSteps => Math.Max(ReportedSteps, TradedSteps);

    /// <summary>Size that is left to fill, steps.</summary>
    public readonly long RemainingSteps => Math.Max(0, QuantitySteps - FilledSteps);

    /// <summary>Adds the state to a hash.</summary>
    public readonly void AddTo(ref StateHasher hash)
    {
        hash.Add(OwnId);
        hash.Add(OrderId);
        hash.Add((long)Life);
        hash.Add(PriceTicks);
        hash.Add(QuantitySteps);
        hash.Add(ReportedSteps);
        hash.Add(TradedSteps);
        hash.Add(BookedMicro);
        hash.Add(BookedFeeNano);
        hash.Add(PlacedNs);
        hash.Add(PlacedMid2);
        hash.Add(CreatedMs);
        hash.Add(NotFoundCount);
        hash.Add(NextQueryNs);
    }
}
