using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing;

/// <summary>
/// The integer amounts that an order's signature promises, from size in steps and price in ticks. Source: the exchange's SDKs; exact, in
/// integers, no floating point.
/// </summary>
/// <remarks>
/// With quantity = steps · step and price = ticks · tick: |base| = quantity · synthetic resolution and |quote| = quantity · price ·
/// collateral resolution, both rounded up for a buy and down for a sell; fee = fee rate · quantity · price · collateral resolution, from
/// the unrounded product, always rounded up. A buy has base &gt; 0 and quote &lt; 0, a sell the reverse.
/// </remarks>
public static class SettlementAmounts
{
    private const ulong SettlementSeconds = 14 * 86_400;

    /// <summary>
    /// One market's units and the highest fee rate, reduced to three fractions per step and per step·tick. Build once per market.
    /// </summary>
    public readonly struct Scale
    {
        /// <summary>Takes step, tick and fee rate as mantissa·10^-scale.</summary>
        /// <param name="stepMantissa">Size of a step, above 0.</param>
        /// <param name="stepScale">Decimals of the step, 0 to 18.</param>
        /// <param name="tickMantissa">Size of a tick, above 0.</param>
        /// <param name="tickScale">Decimals of the tick, 0 to 18.</param>
        /// <param name="syntheticResolution">Units per synthetic (<c>l2Config.syntheticResolution</c>), above 0.</param>
        /// <param name="collateralResolution">Units per collateral (<c>l2Config.collateralResolution</c>), above 0.</param>
        /// <param name="feeMantissa">Highest fee rate allowed, as a fraction, the builder's rate included; 0 or more.</param>
        /// <param name="feeScale">Decimals of the fee rate, 0 to 18.</param>
        /// <exception cref="ArgumentOutOfRangeException">A value outside the ranges above.</exception>
        /// <exception cref="ArgumentException">Together they need more than 126 bits.</exception>
        public Scale(
            long stepMantissa,
            int stepScale,
            long tickMantissa,
            int tickScale,
            ulong syntheticResolution,
            ulong collateralResolution,
            long feeMantissa,
            int feeScale)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepMantissa);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickMantissa);
            ArgumentOutOfRangeException.ThrowIfZero(syntheticResolution);
            ArgumentOutOfRangeException.ThrowIfZero(collateralResolution);
            ArgumentOutOfRangeException.ThrowIfNegative(feeMantissa);
            Fraction step = Fraction.FromDecimal((ulong)stepMantissa, stepScale);
            Fraction tick = Fraction.FromDecimal((ulong)tickMantissa, tickScale);
            Fraction fee = Fraction.FromDecimal((ulong)feeMantissa, feeScale);
            BasePerStep = step.Times(Fraction.FromInteger(syntheticResolution));
            QuotePerStepTick = step.Times(tick).Times(Fraction.FromInteger(collateralResolution));
            FeePerStepTick = QuotePerStepTick.Times(fee);
        }

        internal Fraction BasePerStep { get; }

        internal Fraction QuotePerStepTick { get; }

        internal Fraction FeePerStepTick { get; }
    }

    /// <summary>
    /// The signed amounts of an order; no allocation, no exception. False (and zeros) if steps or ticks are not above 0, if an amount is
    /// outside its type (base and quote ±(2^63 − 1), fee below 2^64), if base or quote would be 0, which the contract refuses, or for
    /// a default scale.
    /// </summary>
    /// <param name="scale">The market's units.</param>
    /// <param name="isBuy">Side.</param>
    /// <param name="steps">Size in steps.</param>
    /// <param name="ticks">Price in ticks.</param>
    /// <param name="baseAmount">Synthetic amount, positive for a buy.</param>
    /// <param name="quoteAmount">Collateral amount, negative for a buy.</param>
    /// <param name="feeAmount">Highest fee in collateral.</param>
    public static bool TryCompute(
        in Scale scale, bool isBuy, long steps, long ticks, out long baseAmount, out long quoteAmount, out ulong feeAmount)
    {
        baseAmount = 0;
        quoteAmount = 0;
        feeAmount = 0;
        if (steps <= 0 || ticks <= 0)
            return false;

        UInt128 stepTicks = (UInt128)(ulong)steps * (ulong)ticks;
        if (!scale.BasePerStep.TryScale((ulong)steps, isBuy, out ulong baseMagnitude)
            || !scale.QuotePerStepTick.TryScale(stepTicks, isBuy, out ulong quoteMagnitude)
            || !scale.FeePerStepTick.TryScale(stepTicks, roundUp: true, out ulong fee)
            || baseMagnitude - 1 >= long.MaxValue
            || quoteMagnitude - 1 >= long.MaxValue)
        {
            return false;
        }

        baseAmount = isBuy ? (long)baseMagnitude : -(long)baseMagnitude;
        quoteAmount = isBuy ? -(long)quoteMagnitude : (long)quoteMagnitude;
        feeAmount = fee;
        return true;
    }

    /// <summary>
    /// The expiration that is signed: the order's expiry rounded up to whole seconds, plus the exchange's 14 days of settlement time.
    /// </summary>
    /// <param name="expiryEpochMillis">The order's expiry in milliseconds since 1970, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative expiry.</exception>
    public static ulong ExpirationSeconds(long expiryEpochMillis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expiryEpochMillis);
        return (((ulong)expiryEpochMillis + 999) / 1000) + SettlementSeconds;
    }
}
