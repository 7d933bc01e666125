using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core;

/// <summary>
/// Exact conversions between a market's ticks and steps and the collateral's integers. All intermediate results are 128-bit
/// integers, or of 64 bits where it is certain that they fit: a division of 128 bits takes as long as all else that a quote is checked for. What does not
/// divide is rounded as each method says, and a result that does not fit is an <see cref="OverflowException"/>, never another amount. Allocates nothing.
/// </summary>
public sealed class MarketUnits
{
    /// <summary>One, in the 1e-9 parts that fractions are given in.</summary>
    public const long Nano = 1_000_000_000;

    private readonly Int128 _valueFactor;
    private readonly Int128 _valueDivisor;
    private readonly Int128 _nanoFactor;
    private readonly Int128 _nanoDivisor;
    private readonly Int128 _stepDivisor;
    private readonly long _stepMantissa;

    // Factor and divisor as 64 bits, and up to where their products with a price and with twice an amount fit: nowhere, if they do not.
    private readonly long _narrowFactor;
    private readonly long _narrowDivisor;
    private readonly ulong _narrowTicks;
    private readonly ulong _narrowMicro;

    /// <summary>Takes the grids of a market.</summary>
    public MarketUnits(MarketSettings market)
    {
        TickSize = market.Tick.ToDouble();
        StepSize = market.Step.ToDouble();
        _stepMantissa = market.Step.Mantissa;
        Int128 mantissas = (Int128)market.Tick.Mantissa * market.Step.Mantissa;
        int scale = market.Tick.Scale + market.Step.Scale - 6;
        _valueFactor = mantissas * PowerOfTen(-scale);
        _valueDivisor = PowerOfTen(scale);
        _nanoFactor = market.Tick.Mantissa * PowerOfTen(9 - market.Tick.Scale);
        _nanoDivisor = PowerOfTen(market.Tick.Scale - 9);
        _stepDivisor = PowerOfTen(market.Step.Scale + 3);
        if (_valueFactor > long.MaxValue || _valueDivisor > long.MaxValue / 2)
            return;
        _narrowFactor = (long)_valueFactor;
        _narrowDivisor = (long)_valueDivisor;
        _narrowTicks = (ulong)(long.MaxValue / _narrowFactor);
        _narrowMicro = (ulong)(long.MaxValue / (2 * _narrowDivisor));
    }

    /// <summary>One tick as a double, for the models only.</summary>
    public double TickSize { get; }

    /// <summary>One step as a double, for the models only.</summary>
    public double StepSize { get; }

    /// <summary>Price times size in 1e-6 of the collateral, rounded half away from zero.</summary>
    public long ValueMicro(long priceTicks, long steps) =>
        RoundedQuotient((Int128)priceTicks * steps * _valueFactor, _valueDivisor);

    /// <summary>Price (1e-9 of the collateral) times size in 1e-6 of the collateral, rounded half away from zero.</summary>
    public long ValueOfNanoMicro(long priceNano, long steps) =>
        RoundedQuotient((Int128)priceNano * steps * _stepMantissa, _stepDivisor);

    /// <summary>Value of a size at the mid, which is given as best bid + best ask in ticks; rounded half away from zero.</summary>
    public long ValueAtMidMicro(long mid2, long steps) =>
        RoundedQuotient((Int128)mid2 * steps * _valueFactor, 2 * _valueDivisor);

    /// <summary>Whether the value of a size at a price exceeds a limit.</summary>
    public bool Exceeds(long priceTicks, long steps, long limitMicro)
    {
        if ((ulong)priceTicks > _narrowTicks)
            return checked((Int128)priceTicks * steps * _valueFactor > limitMicro * _valueDivisor);
        long high = Math.BigMul(priceTicks * _narrowFactor, steps, out long low);
        long limitHigh = Math.BigMul(limitMicro, _narrowDivisor, out long limitLow);
        return high > limitHigh || (high == limitHigh && (ulong)low > (ulong)limitLow);
    }

    /// <summary>The most steps whose value at a price does not exceed <paramref name="valueMicro"/>; the price must be above 0.</summary>
    public long StepsWithin(long valueMicro, long priceTicks) =>
        checked((long)(valueMicro * _valueDivisor / (priceTicks * _valueFactor)));

    /// <summary>As <see cref="StepsWithin"/>, at the mid, which is given as best bid + best ask in ticks.</summary>
    public long StepsWithinAtMid(long valueMicro, long mid2) => (ulong)valueMicro <= _narrowMicro && (ulong)mid2 <= _narrowTicks
        ? 2 * valueMicro * _narrowDivisor / (mid2 * _narrowFactor)
        : checked((long)(2 * (valueMicro * _valueDivisor) / (mid2 * _valueFactor)));

    /// <summary>The largest price in ticks that is at most a fraction (1e-9) of a reference price (1e-9 of the collateral).</summary>
    public long HighestTicks(long referenceNano, long fractionNano) =>
        checked((long)((Int128)referenceNano * fractionNano * _nanoDivisor / (_nanoFactor * Nano)));

    /// <summary>The smallest price in ticks that is at least a fraction (1e-9) of a reference price (1e-9 of the collateral).</summary>
    public long LowestTicks(long referenceNano, long fractionNano)
    {
        Int128 divisor = _nanoFactor * Nano;
        return checked((long)(((Int128)referenceNano * fractionNano * _nanoDivisor + divisor - 1) / divisor));
    }

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static long RoundedQuotient(Int128 dividend, Int128 divisor)
    {
        Int128 half = divisor / 2;
        return checked((long)((dividend + (dividend >= 0 ? half : -half)) / divisor));
    }
}
