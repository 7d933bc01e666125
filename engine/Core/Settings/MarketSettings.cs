namespace LowLatencyMM.Core.Settings;

/// <summary>A market's rules as the exchange gave them at the start of the session.</summary>
public sealed record MarketSettings
{
    /// <summary>The exchange's name, e.g. <c>BTC-USD</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Grid of prices (tick), in the collateral.</summary>
    public required Grid Tick { get; init; }

    /// <summary>Grid of sizes (step), in the base asset.</summary>
    public required Grid Step { get; init; }

    /// <summary>Smallest order, in steps.</summary>
    public required long MinOrderSteps { get; init; }

    /// <summary>Largest notional of a limit order, 1e-6 of the collateral.</summary>
    public required long MaxLimitOrderValueMicro { get; init; }

    /// <summary>Largest position value, 1e-6 of the collateral.</summary>
    public required long MaxPositionValueMicro { get; init; }

    /// <summary>How far above the mark price a buy may be, 1e-9 (a fraction).</summary>
    public required long LimitPriceCapNano { get; init; }

    /// <summary>How far below the mark price a sell may be, 1e-9 (a fraction).</summary>
    public required long LimitPriceFloorNano { get; init; }

    /// <summary>Maker fee rate, 1e-12 (a fraction): what post-only orders sign.</summary>
    public required long MakerFeePico { get; init; }

    /// <summary>Taker fee rate, 1e-12 (a fraction).</summary>
    public required long TakerFeePico { get; init; }

    /// <summary>Settlement units in one of the base asset.</summary>
    public required long SyntheticResolution { get; init; }

    /// <summary>Settlement units in one of the collateral.</summary>
    public required long CollateralResolution { get; init; }

    /// <summary>The base asset's id on chain, hex.</summary>
    public required string SyntheticId { get; init; }

    /// <summary>The collateral's id on chain, hex.</summary>
    public required string CollateralId { get; init; }
}
