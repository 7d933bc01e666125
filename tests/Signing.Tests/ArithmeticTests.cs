using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Signing.Arithmetic;
using static LowLatencyMM.Signing.Tests.BigIntegerModel;

namespace LowLatencyMM.Signing.Tests;

public class ArithmeticTests
{
    private static readonly Gen<long> Words =
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        select ((long)high << 32) | (uint)low;

    // 256-bit numbers with runs of zeros and ones: carries and borrows live at their ends.
    private static readonly Gen<BigInteger> Integers =
        from words in Gen.ArrayOf(Gen.OneOf(
            Words, Gen.Constant(0L), Gen.Constant(-1L), Gen.Constant(1L), Gen.Constant(1L << 51)), 4)
        from drop in Gen.Choose(0, 40)
        select words.Aggregate(BigInteger.Zero, (sum, word) => (sum << 64) | (ulong)word) >> (drop < 20 ? 0 : drop * 4);

    private static readonly Gen<BigInteger> NearEdges =
        from edge in Gen.Elements(P, N, P - N, BigInteger.Pow(2, 251), BigInteger.Zero, 2 * P)
        from offset in Gen.Choose(-5, 5)
        select BigInteger.Max(0, edge + offset);

    private static readonly Arbitrary<BigInteger> Any = Gen.OneOf(Integers, Integers, NearEdges).ToArbitrary();

    [Fact]
    public void Field_products_squares_and_cubes_agree_with_the_model() => Hold("field products", (a, b) =>
    {
        FieldElement x = FieldElement.FromInteger(ToUInt256(a));
        FieldElement y = FieldElement.FromInteger(ToUInt256(b));

        FieldElement.Multiply(x, y, out FieldElement product);
        FieldElement.Square(x, out FieldElement square);
        FieldElement.CubeLimbs(x.L0, x.L1, x.L2, x.L3, x.L4, out long l0, out long l1, out long l2, out long l3, out long l4);
        FieldElement cube = new(l0, l1, l2, l3, l4);
        FieldElement.Add(cube, x, out FieldElement lifted);
        FieldElement.Add(lifted, FieldElement.One, out lifted);

        return product.ToInteger().ToBigInteger() == a * b % P
            && square.ToInteger().ToBigInteger() == a * a % P
            && Normalized(lifted) == ((a * a * a) + a + 1) % P;
    });

    [Fact]
    public void Field_sums_and_differences_agree_with_the_model_as_lazy_as_they_may_be() => Hold("field sums", (a, b) =>
    {
        FieldElement x = FieldElement.FromInteger(ToUInt256(a));
        FieldElement y = FieldElement.FromInteger(ToUInt256(b));

        FieldElement.Add(x, y, out FieldElement sum);
        FieldElement.Add(y, y, out FieldElement threefold);
        FieldElement.Add(threefold, y, out threefold);
        FieldElement.Subtract(x, threefold, out FieldElement difference);
        FieldElement.Multiply(difference, difference, out FieldElement lazySquare);
        FieldElement.Quadruple(difference, out FieldElement quadruple);
        FieldElement.Halve(difference, out FieldElement half);

        return Normalized(sum) == (a + b) % P
            && Normalized(difference) == Mod(a - (3 * b), P)
            && Normalized(quadruple) == Mod(4 * (a - (3 * b)), P)
            && Mod(2 * Normalized(half), P) == Mod(a - (3 * b), P)
            && lazySquare.ToInteger().ToBigInteger() == Mod((a - (3 * b)) * (a - (3 * b)), P);
    });

    [Fact]
    public void Packing_a_reduced_element_loses_nothing() => Hold("packing", (a, _) =>
    {
        FieldElement x = FieldElement.FromInteger(ToUInt256(a));

        return FieldElement.FromLimbs(x.ToLimbs()).ToInteger().ToBigInteger() == a % P;
    });

    [Fact]
    public void Scalar_products_and_sums_agree_with_the_model() => Hold("scalars", (a, b) =>
    {
        UInt256 x = ToUInt256(a % N);
        UInt256 y = ToUInt256(b % N);

        return ScalarField.Multiply(x, y).ToBigInteger() == a * b % N
            && ScalarField.Add(x, y).ToBigInteger() == (a + b) % N
            && (x.IsZero || ScalarField.Negate(x).ToBigInteger() == N - (a % N));
    });

    [Fact]
    public void Inverses_agree_with_the_model_for_both_moduli() => Hold("inverses", (a, b) =>
        IsInverse(ModularInverse.Scalar.Invert(ToUInt256(a % N)), a, N)
        && IsInverse(ModularInverse.Field.Invert(ToUInt256(b % P)), b, P));

    [Fact]
    public void Additions_and_shifts_of_256_bits_agree_with_the_model() => Hold("256-bit words", (a, b) =>
    {
        UInt256 x = ToUInt256(a), y = ToUInt256(b);
        BigInteger wrap = BigInteger.One << 256;

        UInt256 sum = UInt256.Add(x, y, out ulong carry);
        UInt256 difference = UInt256.Subtract(x, y, out ulong borrow);

        return sum.ToBigInteger() + (carry * wrap) == a + b
            && difference.ToBigInteger() - (borrow * wrap) == a - b
            && x.IsLessThan(y) == a < b
            && x.ShiftRight(7).ToBigInteger() == a >> 7;
    });

    private static bool IsInverse(UInt256 inverse, BigInteger a, BigInteger modulus) =>
        inverse.ToBigInteger() < modulus && inverse.ToBigInteger() * a % modulus == (a % modulus).Sign;

    private static BigInteger Normalized(in FieldElement lazy)
    {
        FieldElement.Normalize(lazy, out FieldElement reduced);
        return reduced.ToInteger().ToBigInteger();
    }

    private static void Hold(string name, Func<BigInteger, BigInteger, bool> property) => Check.One(
        Config.QuickThrowOnFailure.WithName(name).WithMaxTest(LongSuite.Cases(3000, 1_000_000)).WithReplay(20260927, 1, 0),
        Prop.ForAll(Any, Any, (a, b) => property(a, b)));
}
