using System.Numerics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using static LowLatencyMM.Signing.SettlementAmounts;

namespace LowLatencyMM.Signing.Tests;

public class SettlementAmountsTests
{
    private sealed record Case(
        long StepMantissa, int StepScale, long TickMantissa, int TickScale, ulong Synthetic, ulong Collateral, long FeeMantissa, int FeeScale, long Steps, long Ticks);

    [Fact]
    public void The_sample_orders_get_their_signed_amounts_and_expiration()
    {
        int seen = 0;
        foreach (JsonElement sample in VectorFile.Read("signing-vectors.json").GetProperty("orders").EnumerateArray().Where(o => o.TryGetProperty("qty", out _)))
        {
            (long steps, int stepScale) = Decimal(sample, "qty");
            (long ticks, int tickScale) = Decimal(sample, "price");
            (long fee, int feeScale) = Decimal(sample, "fee");
            Scale scale = new(1, stepScale, 1, tickScale, 1_000_000, 1_000_000, fee, feeScale);

            bool computed = TryCompute(
                scale, sample.GetProperty("side").GetString() == "BUY", steps, ticks, out long baseAmount, out long quoteAmount, out ulong feeAmount);

            Assert.True(computed);
            Assert.Equal(sample.GetProperty("baseAmount").GetInt64(), baseAmount);
            Assert.Equal(sample.GetProperty("quoteAmount").GetInt64(), quoteAmount);
            Assert.Equal(sample.GetProperty("feeAmount").GetUInt64(), feeAmount);
            Assert.Equal(
                sample.GetProperty("expirationSeconds").GetUInt64(), ExpirationSeconds(sample.GetProperty("expiryEpochMillis").GetInt64()));
            seen++;
        }

        Assert.Equal(3, seen);
    }

    [Fact]
    public void Amounts_are_those_of_exact_arithmetic_or_refused_as_out_of_range()
    {
        Gen<long> magnitude =
            from bits in Gen.Choose(1, 63)
            from high in Gen.Choose(0, int.MaxValue)
            from low in Gen.Choose(0, int.MaxValue)
            select Math.Max(1, (((long)high << 32) | (uint)low) >> (63 - bits));
        Gen<long> small = Gen.OneOf(Gen.Elements(1L, 2L, 5L, 10L, 25L, 100L), Gen.Choose(1, 100_000).Select(i => (long)i));
        Gen<long> any = Gen.OneOf(magnitude, small, small);
        Gen<Case> cases =
            from stepMantissa in small
            from stepScale in Gen.Choose(0, 14)
            from tickMantissa in small
            from tickScale in Gen.Choose(0, 12)
            from synthetic in Gen.Elements(1UL, 1_000UL, 1_000_000UL, 10_000_000_000UL, 1UL << 40)
            from collateral in Gen.Elements(1UL, 1_000_000UL, 1_000_000_000_000UL)
            from feeMantissa in Gen.OneOf(Gen.Constant(0L), small)
            from feeScale in Gen.Choose(0, 10)
            from steps in any
            from ticks in any
            select new Case(stepMantissa, stepScale, tickMantissa, tickScale, synthetic, collateral, feeMantissa, feeScale, steps, ticks);
        int refused = 0, computed = 0;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20260927, 1, 0), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            Scale scale = new(
                c.StepMantissa, c.StepScale, c.TickMantissa, c.TickScale, c.Synthetic, c.Collateral, c.FeeMantissa, c.FeeScale);
            foreach (bool isBuy in new[] { true, false })
            {
                bool expected = Model(c, isBuy, out BigInteger b, out BigInteger q, out BigInteger f);
                bool actual = TryCompute(scale, isBuy, c.Steps, c.Ticks, out long baseAmount, out long quoteAmount, out ulong feeAmount);
                if (expected != actual || (actual && (baseAmount != b || quoteAmount != q || feeAmount != f)))
                    return false;
                _ = actual ? computed++ : refused++;
            }

            return true;
        }));

        Assert.True(computed > 1000 && refused > 1000, $"{computed} computed, {refused} refused: the cases say little");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    public void Size_and_price_must_be_above_zero(long steps, long ticks)
    {
        Scale scale = new(1, 5, 1, 0, 1_000_000, 1_000_000, 25, 5);

        Assert.False(TryCompute(scale, true, steps, ticks, out _, out _, out _));
        Assert.False(TryCompute(default, true, 1, 1, out _, out _, out _));
    }

    [Fact]
    public void A_scale_outside_its_ranges_is_refused_by_name()
    {
        Assert.Equal("stepMantissa", Assert.Throws<ArgumentOutOfRangeException>(() => new Scale(0, 0, 1, 0, 1, 1, 0, 0)).ParamName);
        Assert.Equal("tickMantissa", Assert.Throws<ArgumentOutOfRangeException>(() => new Scale(1, 0, -1, 0, 1, 1, 0, 0)).ParamName);
        Assert.Equal("feeMantissa", Assert.Throws<ArgumentOutOfRangeException>(() => new Scale(1, 0, 1, 0, 1, 1, -1, 0)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Scale(1, 19, 1, 0, 1, 1, 0, 0));
        Assert.Throws<ArgumentException>(() => new Scale(long.MaxValue, 0, long.MaxValue, 0, ulong.MaxValue, ulong.MaxValue, 0, 0));
    }

    [Theory]
    [InlineData(0, 1_209_600)]
    [InlineData(1, 1_209_601)]
    [InlineData(1000, 1_209_601)]
    [InlineData(1001, 1_209_602)]
    public void Expiration_is_rounded_up_to_seconds_and_14_days_later(long millis, ulong seconds) =>
        Assert.Equal(seconds, ExpirationSeconds(millis));

    private static bool Model(Case c, bool isBuy, out BigInteger baseAmount, out BigInteger quoteAmount, out BigInteger feeAmount)
    {
        BigInteger quantity = (BigInteger)c.Steps * c.StepMantissa;
        BigInteger notional = quantity * c.Ticks * c.TickMantissa * c.Collateral;
        BigInteger notionalScale = BigInteger.Pow(10, c.StepScale + c.TickScale);
        BigInteger baseMagnitude = Divide(quantity * c.Synthetic, BigInteger.Pow(10, c.StepScale), isBuy);
        BigInteger quoteMagnitude = Divide(notional, notionalScale, isBuy);
        feeAmount = Divide(notional * c.FeeMantissa, notionalScale * BigInteger.Pow(10, c.FeeScale), true);
        baseAmount = isBuy ? baseMagnitude : -baseMagnitude;
        quoteAmount = isBuy ? -quoteMagnitude : quoteMagnitude;
        return !baseMagnitude.IsZero && !quoteMagnitude.IsZero
            && baseMagnitude <= long.MaxValue && quoteMagnitude <= long.MaxValue && feeAmount <= ulong.MaxValue;
    }

    private static BigInteger Divide(BigInteger numerator, BigInteger denominator, bool roundUp)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return roundUp && !remainder.IsZero ? quotient + 1 : quotient;
    }

    private static (long Mantissa, int Scale) Decimal(JsonElement sample, string property)
    {
        string text = sample.GetProperty(property).GetString()!;
        int point = text.IndexOf('.');
        return (long.Parse(text.Replace(".", "")), point < 0 ? 0 : text.Length - point - 1);
    }
}
