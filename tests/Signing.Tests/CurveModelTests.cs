using System.Numerics;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;
using LowLatencyMM.Signing.Lanes;
using static LowLatencyMM.Signing.Tests.BigIntegerModel;

namespace LowLatencyMM.Signing.Tests;

public class CurveModelTests
{
    // All ways of k·G, whatever this processor chooses.
    private static readonly GeneratorTable[] Tables =
        [new LaneTable(), new WordTable(windowBits: 5, scans: true), new WordTable(windowBits: 8, scans: false)];

    // Smallest and largest scalars, ends of the carry chains, the one that breaks incomplete additions of plain signed digits, and the one
    // whose halves would be the same point if they were split where n has a one.
    private static readonly BigInteger[] Extreme =
    [
        1, 2, 3, 127, 128, 129, N - 1, N - 2, N - 127, N / 2, (N / 2) + 1, BigInteger.Pow(2, 251), BigInteger.Pow(2, 251) - 1,
        BigInteger.Pow(2, 252) - N, N - (BigInteger.Pow(2, 252) - N), BigInteger.Pow(2, 128), BigInteger.Pow(2, 192) - 1,
        N - (2 * (N % BigInteger.Pow(2, 126))), N - (2 * (N % BigInteger.Pow(2, 126))) + 2, BigInteger.Pow(2, 126) - 1, BigInteger.Pow(2, 126) + 1,
    ];

    [Fact]
    public void Multiples_of_the_generator_agree_with_the_model_by_every_way()
    {
        Random random = new(20260927);
        IEnumerable<BigInteger> scalars = Extreme.Concat(Enumerable.Range(0, LongSuite.Cases(20, 2000)).Select(_ => Scalar(random)));
        JacobianPoint generator = JacobianPoint.From(StarkCurve.Generator);

        foreach (BigInteger scalar in scalars)
        {
            (BigInteger X, BigInteger Y) expected = Multiply(scalar, G)!.Value;

            JacobianPoint byWindows = StarkCurve.Multiply(generator, FieldElement.One, ToUInt256(scalar));

            foreach (GeneratorTable table in Tables)
            {
                table.Multiply(ToUInt256(scalar), out JacobianPoint byTable, out long negated);
                (BigInteger x, BigInteger y) = Affine(byTable)!.Value;
                Assert.Equal(expected, (x, negated == 0 ? y : P - y));
            }

            Assert.Equal(expected, Affine(byWindows));
        }
    }

    [Fact]
    public void Sums_and_doubles_agree_with_the_model_in_every_case()
    {
        Random random = new(20260927);
        for (int i = 0; i < LongSuite.Cases(400, 50_000); i++)
        {
            JacobianPoint a = RandomPoint(random), b = RandomPoint(random);
            (BigInteger X, BigInteger Y)? left = Affine(a), right = Affine(b);

            AssertSum(a, b, Add(left, right));
            AssertSum(a, a, Add(left, left));
            AssertSum(a, default, left);
            AssertSum(default, b, right);
            AssertSum(a, Negated(a), null);

            JacobianPoint doubled = a;
            doubled.Double(FieldElement.One);
            Assert.Equal(Add(left, left), Affine(doubled));
            JacobianPoint distinct = a;
            distinct.AddDistinct(b.ToAffine());
            Assert.Equal(Add(left, right), Affine(distinct));
        }
    }

    private static void AssertSum(JacobianPoint a, in JacobianPoint b, (BigInteger X, BigInteger Y)? expected)
    {
        a.AddComplete(b, FieldElement.One);

        Assert.Equal(expected, Affine(a));
    }

    private static JacobianPoint Negated(in JacobianPoint point)
    {
        JacobianPoint negated = point;
        FieldElement.Subtract(FieldElement.Zero, point.Y, out negated.Y);
        FieldElement.Normalize(negated.Y, out negated.Y);
        return negated;
    }

    /// <summary>A multiple of the generator in random projective coordinates.</summary>
    private static JacobianPoint RandomPoint(Random random)
    {
        GeneratorTable.Scanned.Multiply(ToUInt256(Scalar(random)), out JacobianPoint point, out _);
        return point;
    }

    private static (BigInteger X, BigInteger Y)? Affine(in JacobianPoint point)
    {
        if (point.IsInfinity())
            return null;
        AffinePoint affine = point.ToAffine();
        return (affine.X.ToInteger().ToBigInteger(), affine.Y.ToInteger().ToBigInteger());
    }

    private static BigInteger Scalar(Random random)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return (new BigInteger(bytes, isUnsigned: true) % (N - 1)) + 1;
    }
}
