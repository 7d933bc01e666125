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
            var tick = new Grid(Mantissa(random), random.Next(0, 13));
            var step = new Grid(Mantissa(random), random.Next(0, 13));
            var units = new MarketUnits(TestSettings.Lively.Market with { Tick = tick, Step = step });
            long micro = Number(random, signed: true), ticks = Math.Max(1, Number(random)), steps = Number(random);
            string place = $"seed {Seed}, case {i}: tick {tick}, step {step}, amount {micro}, {ticks} ticks, {steps} steps";
            BigInteger factor = Factor(tick, step), divisor = Divisor(tick, step);

            Expect(
                () => ticks * factor * steps > micro * divisor == units.Exceeds(ticks, steps, micro), Fit(ticks * factor * steps, micro * divisor), place);
            BigInteger within = BigInteger.Divide(2 * micro * divisor, ticks * factor);
            bool fits = within >= long.MinValue && within <= long.MaxValue && Fit(2 * micro * divisor, ticks * factor);
            Expect(() => within == units.StepsWithinAtMid(micro, ticks), fits, place);
        }
    }

    /// <summary>What does not fit must be an exception, or right all the same.</summary>
    private static void Expect(Func<bool> isRight, bool fits, string place)
    {
        try
        {
            Assert.True(isRight(), place);
        }
        catch (OverflowException)
        {
            Assert.False(fits, place);
        }
    }

    private static bool Fit(params BigInteger[] products) => products.All(product => BigInteger.Abs(product) <= (BigInteger)Int128.MaxValue);

    private static long Mantissa(Random random) => random.NextInt64(1, 1L << random.Next(1, 31));

    /// <summary>Numbers of all widths, the largest among them, up to 62 bits.</summary>
    private static long Number(Random random, bool signed = false)
    {
        long number = random.NextInt64() >> random.Next(1, 62);
        return signed && random.Next(8) == 0 ? -number : number;
    }

    private static BigInteger Factor(Grid tick, Grid step) =>
        new BigInteger(tick.Mantissa) * step.Mantissa * BigInteger.Pow(10, Math.Max(0, 6 - tick.Scale - step.Scale));

    private static BigInteger Divisor(Grid tick, Grid step) => BigInteger.Pow(10, Math.Max(0, tick.Scale + step.Scale - 6));
}
