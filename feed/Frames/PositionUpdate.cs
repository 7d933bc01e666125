namespace LowLatencyMM.Feed.Frames;

/// <summary>The full state of a position. Money in 1e-6, prices in 1e-9 of the collateral, rounded half away from zero; absent members are 0.</summary>
public struct PositionUpdate
{
    /// <summary>The caller's number of the market.</summary>
    public int Market;

    /// <summary>The exchange's id.</summary>
    public long Id;

    /// <summary>Side as given.</summary>
    public PositionSide Side;

    /// <summary>State as given.</summary>
    public PositionStatus Status;

    /// <summary>Size in steps: long positive, short negative, 0 when closed.</summary>
    public long SizeSteps;

    /// <summary>Average entry price.</summary>
    public long OpenPriceNano;

    /// <summary>Mark price.</summary>
    public long MarkPriceNano;

    /// <summary>Absolute value at the mark price.</summary>
    public long ValueMicro;

    /// <summary>Margin bound.</summary>
    public long MarginMicro;

    /// <summary>Unrealised profit.</summary>
    public long UnrealisedPnlMicro;

    /// <summary>Realised profit.</summary>
    public long RealisedPnlMicro;

    /// <summary>Creation, Unix milliseconds.</summary>
    public long CreatedMs;

    /// <summary>Last change, Unix milliseconds.</summary>
    public long UpdatedMs;
}
