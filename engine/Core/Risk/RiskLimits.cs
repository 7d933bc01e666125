using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Risk;

/// <summary>The limits that each wanted quote passes: price collar, notional, position, leverage, funds. Integers only.</summary>
public sealed class RiskLimits
{
    private readonly MarketUnits _units;
    private readonly long _minOrderSteps;
    private readonly long _maxPositionMicro;
    private readonly long _maxNotionalMicro;
    private readonly long _lowestNano;
    private readonly long _highestNano;
    private readonly long _buyCapNano;
    private readonly long _sellFloorNano;
    private long _markNano;
    private long _lowestTicks;
    private long _highestTicks;
    private long _buyCapTicks;
    private long _sellFloorTicks;
    private long _mid2;
    private long _maxPositionSteps;
    private long _leverageMicro;
    private long _leverageMid2;
    private long _leverageSteps;

    /// <summary>Takes the stricter one of the operator's and the market's limits.</summary>
    public RiskLimits(MarketSettings market, RiskSettings risk, MarketUnits units)
    {
        _units = units;
        _minOrderSteps = market.MinOrderSteps;
        _maxPositionMicro = Math.Min(risk.MaxPositionMicro, market.MaxPositionValueMicro);
        _maxNotionalMicro = Math.Min(risk.MaxOrderNotionalMicro, market.MaxLimitOrderValueMicro);
        long collarNano = (long)(risk.PriceCollarBps * 100_000);
        _lowestNano = Math.Max(0, MarketUnits.Nano - collarNano);
        _highestNano = MarketUnits.Nano + collarNano;
        _buyCapNano = Math.Min(_highestNano, MarketUnits.Nano + market.LimitPriceCapNano);
        _sellFloorNano = Math.Max(_lowestNano, MarketUnits.Nano - market.LimitPriceFloorNano);
    }

    /// <summary>The largest position in steps when the mid is <paramref name="mid2"/> / 2 ticks.</summary>
    public long MaxPositionSteps(long mid2)
    {
        // The division is the dearest step of a check, and both sides of a quote need its result.
        if (mid2 != _mid2)
        {
            _mid2 = mid2;
            _maxPositionSteps = _units.StepsWithinAtMid(_maxPositionMicro, mid2);
        }
        return _maxPositionSteps;
    }

    /// <summary>
    /// How much may still be bought or sold: the room to the limit, and in any case what brings the position to zero, minus
    /// what may already be filling.
    /// </summary>
    public static long Room(Side side, long maxPositionSteps, in Exposure exposure)
    {
        long signed = side == Side.Buy ? exposure.PositionSteps : -exposure.PositionSteps;
        long room = Math.Max(maxPositionSteps - signed, -signed);
        return Math.Max(0, room - exposure.LiveSteps);
    }

    /// <summary>How much of a wanted quote may be sent.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="priceTicks">Wanted price, above 0.</param>
    /// <param name="wantedSteps">Wanted size, at least the market's minimum.</param>
    /// <param name="exposure">Position and live orders of this side.</param>
    /// <param name="mid2">Best bid + best ask in ticks.</param>
    /// <param name="markNano">Mark price, 1e-9 of the collateral.</param>
    /// <param name="leverageMicro">Value that the position may reach at the leverage limit, 1e-6 of the collateral; <see cref="long.MaxValue"/> for any.</param>
    /// <param name="onlyReduce">Why only what reduces the position is allowed; <see cref="RiskReason.Approved"/> if all is.</param>
    public RiskDecision Check(
        Side side, long priceTicks, long wantedSteps, in Exposure exposure, long mid2, long markNano, long leverageMicro, RiskReason onlyReduce)
    {
        UpdateCollar(markNano);
        long lowest = side == Side.Buy ? _lowestTicks : _sellFloorTicks;
        long highest = side == Side.Buy ? _buyCapTicks : _highestTicks;
        if (priceTicks < lowest || priceTicks > highest)
            return new(RiskReason.PriceCollar, 0, priceTicks < lowest ? lowest : highest, priceTicks);
        long steps = wantedSteps;
        var decision = new RiskDecision(RiskReason.Approved, steps, 0, 0);
        if (_units.Exceeds(priceTicks, steps, _maxNotionalMicro))
        {
            steps = _units.StepsWithin(_maxNotionalMicro, priceTicks);
            decision = new(RiskReason.NotionalLimit, steps, _maxNotionalMicro, _units.ValueMicro(priceTicks, wantedSteps));
        }
        long maxPosition = MaxPositionSteps(mid2);
        long room = Room(side, maxPosition, exposure);
        if (room < steps)
        {
            steps = room;
            decision = new(RiskReason.PositionLimit, steps, maxPosition, exposure.PositionSteps);
        }
        if (leverageMicro != long.MaxValue)
        {
            long most = LeverageSteps(leverageMicro, mid2);
            long leveraged = Room(side, most, exposure);
            if (leveraged < steps)
            {
                steps = leveraged;
                decision = new(RiskReason.LeverageLimit, steps, most, exposure.PositionSteps);
            }
        }
        long reducing = Room(side, 0, exposure);
        if (onlyReduce != RiskReason.Approved && reducing < steps)
        {
            steps = reducing;
            decision = new(onlyReduce, steps, reducing, exposure.PositionSteps);
        }
        return steps >= _minOrderSteps ? decision : decision with { AllowedSteps = 0 };
    }

    private long LeverageSteps(long leverageMicro, long mid2)
    {
        if (leverageMicro != _leverageMicro || mid2 != _leverageMid2)
        {
            _leverageMicro = leverageMicro;
            _leverageMid2 = mid2;
            _leverageSteps = _units.StepsWithinAtMid(leverageMicro, mid2);
        }
        return _leverageSteps;
    }

    private void UpdateCollar(long markNano)
    {
        if (markNano == _markNano)
            return;
        _markNano = markNano;
        _lowestTicks = _units.LowestTicks(markNano, _lowestNano);
        _highestTicks = _units.HighestTicks(markNano, _highestNano);
        _buyCapTicks = _units.HighestTicks(markNano, _buyCapNano);
        _sellFloorTicks = _units.LowestTicks(markNano, _sellFloorNano);
    }
}
