using System.Numerics;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Core.Tests.Trading;

namespace LowLatencyMM.Core.Tests;

public class MarketUnitsTests
{
    private const int Seed = 20261122;
    private const int Cases = 200_000;

    /// <summary>What does not fit into 128 bits is an exception, never another answer.</summary>
    [Fact]
    public void Sizes_within_an_amount_and_comparisons_with_a_limit_are_exact_on_every_grid_and_up_to_the_largest_numbers()
    {
        var random = new Random(Seed);
        for (int i = 0; i < Cases; i++)
        {
            var tick = new Grid(random.NextInt64(1, 1_000), random.Next(0, 13));
            var step = new Grid(random.NextInt64(1, 1_000), random.Next(0, 13));
            var units = new MarketUnits(TestSettings.Lively.Market with { Tick = tick, Step = step });
            long micro = Number(random, signed: true), ticks = Math.Max(1, Number(random)), steps = Number(random);
            string place = $"seed {Seed}, case {i}: tick {tick}, step {step}, amount {micro}, {ticks} ticks, {steps} steps";

            try
            {
                Assert.True(Exceeds(tick, step, ticks, steps, micro) == units.Exceeds(ticks, steps, micro), place);
            }
            catch (OverflowException)
            {
                Assert.True(Value(tick, step, ticks, steps) > (BigInteger)Int128.MaxValue, place);
            }
            BigInteger within = Within(tick, step, micro, ticks);
            if (within >= long.MinValue && within <= long.MaxValue)
                Assert.True(within == units.StepsWithinAtMid(micro, ticks), place);
            else
                Assert.Throws<OverflowException>(() => units.StepsWithinAtMid(micro, ticks));
        }
    }

    /// <summary>Numbers of all widths, the largest among them, up to 62 bits.</summary>
    private static long Number(Random random, bool signed = false)
    {
        long number = random.NextInt64() >> random.Next(1, 62);
        return signed && random.Next(8) == 0 ? -number : number;
    }

    private static bool Exceeds(Grid tick, Grid step, long ticks, long steps, long micro) =>
        Value(tick, step, ticks, steps) > micro * Denominator(tick, step);

    private static BigInteger Value(Grid tick, Grid step, long ticks, long steps) =>
        new BigInteger(ticks) * tick.Mantissa * steps * step.Mantissa * Million;

    private static BigInteger Within(Grid tick, Grid step, long micro, long mid2) =>
        BigInteger.Divide(2 * micro * Denominator(tick, step), new BigInteger(mid2) * tick.Mantissa * step.Mantissa * Million);

    private static BigInteger Million => 1_000_000;

    private static BigInteger Denominator(Grid tick, Grid step) => BigInteger.Pow(10, tick.Scale + step.Scale);
}
