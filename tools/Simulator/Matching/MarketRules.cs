using System.Text;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>The market's trading rules: what the market table says and what orders are checked against.</summary>
public sealed class MarketRules
{
    /// <summary>Makes the rules of a market such as BTC-USD.</summary>
    /// <exception cref="SimulatorException">The name or a unit is not usable.</exception>
    public MarketRules(string name, string tick, string step)
    {
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash is < 1 or > 13 || dash == name.Length - 1 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            throw new SimulatorException($"market is '{name}', expected a name such as BTC-USD");
        Name = name;
        Asset = name[..dash];
        Prices = DecimalGrid.Parse("tick", tick);
        Sizes = DecimalGrid.Parse("step", step);
        if (Sizes.Unit * SyntheticResolution % 1 != 0)
            throw new SimulatorException($"step is '{step}', expected a multiple of 0.000001, the settlement resolution");
        SyntheticId = MakeSyntheticId(Asset);
    }

    /// <summary>Market name, such as BTC-USD.</summary>
    public string Name { get; }

    /// <summary>Asset traded: the name up to its first dash.</summary>
    public string Asset { get; }

    /// <summary>Grid of prices; its unit is the tick.</summary>
    public DecimalGrid Prices { get; }

    /// <summary>Grid of sizes; its unit is the step and also the smallest order.</summary>
    public DecimalGrid Sizes { get; }

    /// <summary>Digits after the point that a quantity may have at all.</summary>
    public int AssetPrecision => Math.Max(5, Sizes.Decimals);

    /// <summary>Digits after the point that a price may have at all.</summary>
    public int CollateralPrecision => 6;

    /// <summary>Largest value of a market order, in collateral.</summary>
    public decimal MaxMarketOrderValue => 3_000_000;

    /// <summary>Largest value of a limit order, in collateral.</summary>
    public decimal MaxLimitOrderValue => 15_000_000;

    /// <summary>Largest value of a position, in collateral.</summary>
    public decimal MaxPositionValue => 60_000_000;

    /// <summary>Largest leverage.</summary>
    public decimal MaxLeverage => 50;

    /// <summary>Most orders that may rest at one time.</summary>
    public int MaxOpenOrders => 200;

    /// <summary>How far above the mark price a buy may be priced, as a fraction.</summary>
    public decimal LimitPriceCap => 0.05m;

    /// <summary>How far below the mark price a sell may be priced, as a fraction.</summary>
    public decimal LimitPriceFloor => 0.05m;

    /// <summary>Largest funding rate of an hour, as a fraction.</summary>
    public decimal HourlyFundingRateCap => 0.0025m;

    /// <summary>Fee of a fill as maker, as a fraction of its value.</summary>
    public decimal MakerFeeRate => 0m;

    /// <summary>Fee of a fill as taker, as a fraction of its value.</summary>
    public decimal TakerFeeRate => 0.00025m;

    /// <summary>Maintenance margin as a fraction of the position's value: half of the first risk bracket's factor (assumed).</summary>
    public decimal MaintenanceRate => 0.01m;

    /// <summary>Position value up to which a leverage may be used: upper bound and factor, 1/factor being the leverage.</summary>
    public IReadOnlyList<(decimal UpperBound, decimal RiskFactor, bool IsAvailable)> RiskFactors { get; } =
    [
        (4_000_000, 0.02m, true),
        (8_000_000, 0.04m, true),
        (60_000_000, 0.1m, true),
        (1_000_000_000, 1, false),
    ];

    /// <summary>Settlement id of the collateral, hex.</summary>
    public string CollateralId => "0x1";

    /// <summary>Settlement id of the asset, hex.</summary>
    public string SyntheticId { get; }

    /// <summary>Settlement units of one unit of the asset.</summary>
    public long SyntheticResolution => 1_000_000;

    /// <summary>Settlement units of one unit of collateral.</summary>
    public long CollateralResolution => 1_000_000;

    /// <summary>Value of a size at a price, in collateral.</summary>
    public decimal Value(long price, long size) => Prices.ToDecimal(price) * Sizes.ToDecimal(size);

    /// <summary>Asset name and "-6" as ASCII, filled up with zeros to 15 bytes: the form of the exchange's ids.</summary>
    private static string MakeSyntheticId(string asset) =>
        "0x" + Convert.ToHexStringLower(Encoding.ASCII.GetBytes(asset + "-6")).PadRight(30, '0');
}
