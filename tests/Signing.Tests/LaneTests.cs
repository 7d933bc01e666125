using System.Numerics;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Lanes;
using static LowLatencyMM.Signing.Tests.BigIntegerModel;

namespace LowLatencyMM.Signing.Tests;

public class LaneTests
{
    private const int Lanes = 8;
    private const long FactorLimit = (1L << 53) - (1 << 12) - 1;
    private const long TopLimit = (22L << 43) - 1;

    private static readonly BigInteger R = BigInteger.One << 260;

    [Fact]
    public void Products_and_squares_agree_with_the_model_in_every_lane()
    {
        Random random = new(20261122);
        for (int i = 0; i < LongSuite.Cases(5_000, 200_000); i++)
        {
            FieldVector x = RandomFactor(random), y = RandomFactor(random);

            FieldVector.Multiply(x, y, out FieldVector product);
            FieldVector.Square(x, out FieldVector square);

            for (int lane = 0; lane < Lanes; lane++)
            {
                BigInteger a = Value(x, lane), b = Value(y, lane);
                AssertReduced(product, lane, a * b);
                AssertReduced(square, lane, a * a);
            }
        }
    }

    [Fact]
    public void Sums_and_differences_of_results_are_factors_again()
    {
        Random random = new(20261122);
        for (int i = 0; i < 2_000; i++)
        {
            FieldVector.Square(RandomFactor(random), out FieldVector a);
            FieldVector.Square(RandomFactor(random), out FieldVector b);
            FieldVector.Add(a, b, out FieldVector sum);
            FieldVector.Subtract(a, b, out FieldVector difference);

            FieldVector.Multiply(sum, difference, out FieldVector product);

            for (int lane = 0; lane < Lanes; lane++)
                AssertReduced(product, lane, Value(sum, lane) * Value(difference, lane));
        }
    }

    [Fact]
    public void A_pass_of_carries_keeps_the_value_and_shortens_the_limbs()
    {
        Random random = new(20261122);
        for (int i = 0; i < 2_000; i++)
        {
            FieldVector x = RandomFactor(random);
            FieldVector.Add(x, x, out FieldVector sum);
            FieldVector.Add(sum, sum, out sum);
            FieldVector carried = sum;

            carried.Carry();

            for (int lane = 0; lane < Lanes; lane++)
            {
                Assert.Equal(Value(sum, lane), Value(carried, lane));
                Assert.InRange(Limbs(carried, lane)[..4].Max(long.Abs), 0, (1L << 52) + 8);
            }
        }
    }

    [Fact]
    public void An_element_comes_out_of_its_lane_as_it_went_in()
    {
        FieldElement element = FieldElement.FromUInt64(123_456_789);

        FieldVector broadcast = FieldVector.Broadcast(element);

        for (int lane = 0; lane < Lanes; lane++)
            Assert.Equal(element.ToInteger(), broadcast.ToElement(lane).ToInteger());
    }

    private static void AssertReduced(in FieldVector actual, int lane, BigInteger productOfFactors)
    {
        BigInteger value = Value(actual, lane);
        Assert.Equal(Mod(productOfFactors, P), Mod(value * R, P));
        Assert.InRange(value, -2 * P, P);
        Assert.InRange(Limbs(actual, lane)[..4].Max(long.Abs), 0, (1L << 52) + (1 << 9));
    }

    /// <summary>Limbs of either sign as far as a factor's may go, often at the very end.</summary>
    private static FieldVector RandomFactor(Random random) => new()
    {
        L0 = RandomLimb(random, FactorLimit),
        L1 = RandomLimb(random, FactorLimit),
        L2 = RandomLimb(random, FactorLimit),
        L3 = RandomLimb(random, FactorLimit),
        L4 = RandomLimb(random, TopLimit),
    };

    private static Vector512<long> RandomLimb(Random random, long limit)
    {
        Span<long> lanes = stackalloc long[Lanes];
        foreach (ref long lane in lanes)
        {
            lane = random.Next(6) switch
            {
                0 => 0,
                1 => limit,
                2 => -limit,
                _ => random.NextInt64(-limit, limit + 1),
            };
        }

        return Vector512.Create<long>(lanes);
    }

    private static long[] Limbs(in FieldVector x, int lane) => [x.L0[lane], x.L1[lane], x.L2[lane], x.L3[lane], x.L4[lane]];

    private static BigInteger Value(in FieldVector x, int lane) =>
        Limbs(x, lane).Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 52) + limb);
}
