using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;

namespace LowLatencyMM.Signing;

/// <summary>The STARK curve y² = x³ + x + β over F_p, of prime order n, and verification with keys that are an x coordinate only.</summary>
public static class StarkCurve
{
    private const int WindowBits = 4;

    private static readonly FieldElement Beta = FieldElement.FromInteger(new UInt256(
        0xf4cd_fcb9_9cee_9e89, 0x609a_d26c_15c9_15c1, 0x150e_596d_72f7_a8c5, 0x06f2_1413_efbe_40de));

    internal static AffinePoint Generator => new()
    {
        X = FieldElement.FromInteger(new UInt256(
            0x3d72_3d8b_c943_cfca, 0xdeac_fd9b_0d18_19e0, 0x7bec_ed41_5a40_f0c7, 0x01ef_15c1_8599_971b)),
        Y = FieldElement.FromInteger(new UInt256(
            0x2873_000c_36e8_dc1f, 0xde53_ecd1_1abe_43a3, 0xb7be_4801_df46_ec62, 0x0056_6806_0aa4_9730)),
    };

    /// <summary>
    /// Whether (<paramref name="r"/>, <paramref name="s"/>) is a signature of <paramref name="messageHash"/> by the owner of
    /// <paramref name="publicKeyX"/>. False as well for input out of range (hash, r or s at or above 2^251, r or s zero) and for a
    /// key that is no x coordinate of the curve. No allocation; branches on values, which are all public here.
    /// </summary>
    /// <remarks>
    /// With x alone, either y is allowed: valid if x(u1·G + u2·Q) = r or x(u1·G − u2·Q) = r. No square root is needed. With
    /// w = x³ + x + β, u2·Q is computed on the isomorphic curve y² = x³ + w²·x + β·w³ from (w·x, w²); that gives its x coordinate x2
    /// and Y2 with y2 = Y2·√w. For u1·G = (x1, y1) both candidates satisfy
    /// ((r + x1 + x2)·(x1 − x2)² − y1² − w·Y2²)² = 4·w·y1²·Y2².
    /// </remarks>
    public static bool Verify(in Felt publicKeyX, in Felt messageHash, in Felt r, in Felt s)
    {
        UInt256 m = messageHash.Value, rInteger = r.Value, sInteger = s.Value;
        if (!m.IsBelowTwoPow251 || rInteger.IsZero || !rInteger.IsBelowTwoPow251 || sInteger.IsZero || !sInteger.IsBelowTwoPow251)
            return false;

        FieldElement x = publicKeyX.ToFieldElement();
        FieldElement w = RightHandSide(x);
        if (!IsNonZeroSquare(w))
            return false;

        UInt256 inverse = ModularInverse.Scalar.Invert(sInteger);
        UInt256 u1 = ScalarField.Multiply(inverse, m);
        UInt256 u2 = ScalarField.Multiply(inverse, rInteger);
        MultiplyTwisted(x, w, u2, out FieldElement x2, out FieldElement y2OverRoot);
        FieldElement expected = r.ToFieldElement();
        if (u1.IsZero)
            return AreEqual(x2, expected);

        GeneratorTable.Public.Multiply(u1, out JacobianPoint first, out _);
        AffinePoint p1 = first.ToAffine();
        FieldElement.Subtract(p1.X, x2, out FieldElement difference);
        // u1·G = ±u2·Q: one candidate is the point at infinity, the other 2·u1·G.
        if (difference.IsZero())
            return DoubledXEquals(first, rInteger);
        return EitherSumHasX(p1, x2, y2OverRoot, w, difference, expected);
    }

    /// <summary>x³ + x + β, reduced.</summary>
    internal static FieldElement RightHandSide(in FieldElement x)
    {
        FieldElement.Square(x, out FieldElement xx);
        FieldElement.Add(xx, FieldElement.One, out xx);
        FieldElement.Multiply(xx, x, out FieldElement sum);
        FieldElement.Add(sum, Beta, out sum);
        FieldElement.Normalize(sum, out sum);
        return sum;
    }

    private static bool DoubledXEquals(JacobianPoint point, in UInt256 expected)
    {
        point.Double(FieldElement.One);
        return !point.IsInfinity() && point.AffineX().Equals(expected);
    }

    private static bool EitherSumHasX(
        in AffinePoint p1, in FieldElement x2, in FieldElement y2OverRoot, in FieldElement w, in FieldElement difference, in FieldElement expected)
    {
        FieldElement.Square(difference, out FieldElement denominator);
        FieldElement.Add(expected, p1.X, out FieldElement sumOfX);
        FieldElement.Add(sumOfX, x2, out sumOfX);
        FieldElement.Multiply(sumOfX, denominator, out FieldElement left);
        FieldElement.Square(p1.Y, out FieldElement y1Squared);
        FieldElement.Square(y2OverRoot, out FieldElement y2Squared);
        FieldElement.Multiply(y2Squared, w, out y2Squared);
        FieldElement.Add(y1Squared, y2Squared, out FieldElement sumOfSquares);
        FieldElement.Subtract(left, sumOfSquares, out left);
        FieldElement.Square(left, out left);
        FieldElement.Multiply(y1Squared, y2Squared, out FieldElement right);
        FieldElement.Quadruple(right, out right);
        return AreEqual(left, right);
    }

    /// <summary>scalar·(x, √w) as (X, Y) with the point (X, Y·√w), for 0 &lt; scalar &lt; n.</summary>
    private static void MultiplyTwisted(in FieldElement x, in FieldElement w, in UInt256 scalar, out FieldElement resultX, out FieldElement resultY)
    {
        FieldElement.Square(w, out FieldElement a);
        JacobianPoint point = new() { Y = a, Z = FieldElement.One };
        FieldElement.Multiply(w, x, out point.X);
        JacobianPoint product = Multiply(point, a, scalar);

        // Back from the isomorphic curve: x = x' / w, Y = y' / w².
        AffinePoint affine = product.ToAffine();
        FieldElement inverse = JacobianPoint.InverseOf(w);
        FieldElement.Multiply(affine.X, inverse, out resultX);
        FieldElement.Square(inverse, out inverse);
        FieldElement.Multiply(affine.Y, inverse, out resultY);
    }

    /// <summary>scalar·point by 4-bit windows, complete additions; not constant time.</summary>
    internal static JacobianPoint Multiply(in JacobianPoint point, in FieldElement a, in UInt256 scalar)
    {
        Span<JacobianPoint> multiples = stackalloc JacobianPoint[1 << WindowBits];
        multiples[0] = default;
        for (int i = 1; i < multiples.Length; i++)
        {
            multiples[i] = multiples[i - 1];
            multiples[i].AddComplete(point, a);
        }

        JacobianPoint result = default;
        ReadOnlySpan<ulong> words = [scalar.V0, scalar.V1, scalar.V2, scalar.V3];
        for (int position = 252; position >= 0; position -= WindowBits)
        {
            for (int i = 0; i < WindowBits; i++)
                result.Double(a);
            result.AddComplete(multiples[(int)(words[position >> 6] >> (position & 63)) & 15], a);
        }

        return result;
    }

    private static bool AreEqual(in FieldElement a, in FieldElement b)
    {
        FieldElement.Normalize(b, out FieldElement reduced);
        FieldElement.Subtract(a, reduced, out FieldElement difference);
        return difference.IsZero();
    }

    /// <summary>Euler's criterion: w^((p − 1)/2) = 1. (p − 1)/2 = 2^250 + 17·2^191 = 2^191·(2^59 + 17).</summary>
    private static bool IsNonZeroSquare(in FieldElement w)
    {
        FieldElement power = w;
        for (int i = 0; i < 55; i++)
            FieldElement.Square(power, out power);
        FieldElement.Multiply(power, w, out power);
        for (int i = 0; i < 4; i++)
            FieldElement.Square(power, out power);
        FieldElement.Multiply(power, w, out power);
        for (int i = 0; i < 191; i++)
            FieldElement.Square(power, out power);
        return AreEqual(power, FieldElement.One);
    }
}
