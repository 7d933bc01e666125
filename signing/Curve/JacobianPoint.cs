using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Curve;

/// <summary>A point (X / Z², Y / Z³) of a short Weierstrass curve y² = x³ + a·x + b; Z = 0 is the point at infinity. Coordinates are reduced.</summary>
internal struct JacobianPoint
{
    public FieldElement X;
    public FieldElement Y;
    public FieldElement Z;

    public static JacobianPoint From(in AffinePoint point) => new() { X = point.X, Y = point.Y, Z = FieldElement.One };

    public readonly bool IsInfinity() => Z.IsZero();

    /// <summary>
    /// this += point for points whose x coordinates differ and that are finite: 8 products, 3 squares, no branch. The caller proves
    /// that the exceptional cases cannot occur.
    /// </summary>
    public void AddDistinct(in AffinePoint point)
    {
        FieldElement.Square(Z, out FieldElement zz);
        FieldElement.Multiply(point.X, zz, out FieldElement u2);
        FieldElement.Multiply(Z, zz, out FieldElement zzz);
        FieldElement.Multiply(point.Y, zzz, out FieldElement s2);
        FieldElement.Subtract(u2, X, out FieldElement h);
        FieldElement.Subtract(s2, Y, out FieldElement r);
        FieldElement.Square(h, out FieldElement hh);
        FieldElement.Multiply(h, hh, out FieldElement hhh);
        FieldElement.Multiply(X, hh, out FieldElement v);
        FieldElement.Multiply(Z, h, out Z);

        FieldElement.Square(r, out FieldElement rr);
        FieldElement.Add(v, v, out FieldElement subtrahend);
        FieldElement.Add(subtrahend, hhh, out subtrahend);
        FieldElement.Subtract(rr, subtrahend, out X);
        FieldElement.Normalize(X, out X);
        FieldElement.Subtract(v, X, out FieldElement vx);
        FieldElement.Multiply(r, vx, out FieldElement left);
        FieldElement.Multiply(Y, hhh, out FieldElement right);
        FieldElement.Subtract(left, right, out Y);
        FieldElement.Normalize(Y, out Y);
    }

    /// <summary>a + b for points whose x coordinates differ and that are finite: 4 products, 2 squares, no branch.</summary>
    public static JacobianPoint AddDistinct(in AffinePoint a, in AffinePoint b)
    {
        JacobianPoint sum;
        FieldElement.Subtract(b.X, a.X, out sum.Z);
        FieldElement.Normalize(sum.Z, out sum.Z);
        FieldElement.Subtract(b.Y, a.Y, out FieldElement r);
        FieldElement.Square(sum.Z, out FieldElement hh);
        FieldElement.Multiply(sum.Z, hh, out FieldElement hhh);
        FieldElement.Multiply(a.X, hh, out FieldElement v);
        FieldElement.Square(r, out FieldElement rr);
        FieldElement.Add(v, v, out FieldElement subtrahend);
        FieldElement.Add(subtrahend, hhh, out subtrahend);
        FieldElement.Subtract(rr, subtrahend, out sum.X);
        FieldElement.Normalize(sum.X, out sum.X);
        FieldElement.Subtract(v, sum.X, out FieldElement vx);
        FieldElement.Multiply(r, vx, out FieldElement left);
        FieldElement.Multiply(a.Y, hhh, out FieldElement right);
        FieldElement.Subtract(left, right, out sum.Y);
        FieldElement.Normalize(sum.Y, out sum.Y);
        return sum;
    }

    /// <summary>this += point, whatever the two are; branches on values, so for public ones only.</summary>
    public void AddComplete(in JacobianPoint point, in FieldElement a)
    {
        if (point.IsInfinity())
            return;
        if (IsInfinity())
        {
            this = point;
            return;
        }

        FieldElement.Square(Z, out FieldElement z1z1);
        FieldElement.Square(point.Z, out FieldElement z2z2);
        FieldElement.Multiply(X, z2z2, out FieldElement u1);
        FieldElement.Multiply(point.X, z1z1, out FieldElement u2);
        FieldElement.Multiply(point.Z, z2z2, out FieldElement z2Cubed);
        FieldElement.Multiply(Z, z1z1, out FieldElement z1Cubed);
        FieldElement.Multiply(Y, z2Cubed, out FieldElement s1);
        FieldElement.Multiply(point.Y, z1Cubed, out FieldElement s2);
        FieldElement.Subtract(u2, u1, out FieldElement h);
        FieldElement.Subtract(s2, s1, out FieldElement r);
        if (h.IsZero())
        {
            if (r.IsZero())
                Double(a);
            else
                this = default;
            return;
        }

        FieldElement.Square(h, out FieldElement hh);
        FieldElement.Multiply(h, hh, out FieldElement hhh);
        FieldElement.Multiply(u1, hh, out FieldElement v);
        FieldElement.Multiply(Z, point.Z, out FieldElement zz);
        FieldElement.Multiply(zz, h, out Z);
        FieldElement.Square(r, out FieldElement rr);
        FieldElement.Add(v, v, out FieldElement subtrahend);
        FieldElement.Add(subtrahend, hhh, out subtrahend);
        FieldElement.Subtract(rr, subtrahend, out X);
        FieldElement.Normalize(X, out X);
        FieldElement.Subtract(v, X, out FieldElement vx);
        FieldElement.Multiply(r, vx, out FieldElement left);
        FieldElement.Multiply(s1, hhh, out FieldElement right);
        FieldElement.Subtract(left, right, out Y);
        FieldElement.Normalize(Y, out Y);
    }

    /// <summary>this = 2·this on the curve with coefficient <paramref name="a"/>; infinity stays infinity.</summary>
    public void Double(in FieldElement a)
    {
        FieldElement.Square(X, out FieldElement xx);
        FieldElement.Square(Y, out FieldElement yy);
        FieldElement.Square(yy, out FieldElement yyyy);
        FieldElement.Square(Z, out FieldElement zz);
        FieldElement.Square(zz, out FieldElement zzzz);
        FieldElement.Multiply(zzzz, a, out FieldElement azzzz);
        FieldElement.Add(xx, xx, out FieldElement m);
        FieldElement.Add(m, xx, out m);
        FieldElement.Add(m, azzzz, out m);
        FieldElement.Multiply(X, yy, out FieldElement s);
        FieldElement.Quadruple(s, out s);
        FieldElement.Normalize(s, out s);
        FieldElement.Add(Y, Y, out FieldElement doubledY);
        FieldElement.Multiply(doubledY, Z, out Z);

        FieldElement.Square(m, out FieldElement mm);
        FieldElement.Add(s, s, out FieldElement doubledS);
        FieldElement.Subtract(mm, doubledS, out X);
        FieldElement.Normalize(X, out X);
        FieldElement.Subtract(s, X, out FieldElement sx);
        FieldElement.Multiply(m, sx, out FieldElement left);
        FieldElement.Quadruple(yyyy, out FieldElement right);
        FieldElement.Add(right, right, out right);
        FieldElement.Normalize(right, out right);
        FieldElement.Subtract(left, right, out Y);
        FieldElement.Normalize(Y, out Y);
    }

    /// <summary>X / Z² as an integer in [0, p); the point must be finite. Constant time.</summary>
    public readonly UInt256 AffineX()
    {
        FieldElement inverse = InverseOf(Z);
        FieldElement.Square(inverse, out FieldElement inverseSquared);
        FieldElement.Multiply(X, inverseSquared, out FieldElement x);
        return x.ToInteger();
    }

    /// <summary>Both affine coordinates; the point must be finite.</summary>
    public readonly AffinePoint ToAffine()
    {
        FieldElement inverse = InverseOf(Z);
        return ToAffine(inverse);
    }

    /// <summary>Both affine coordinates, given 1 / Z.</summary>
    public readonly AffinePoint ToAffine(in FieldElement inverse)
    {
        AffinePoint affine;
        FieldElement.Square(inverse, out FieldElement inverseSquared);
        FieldElement.Multiply(X, inverseSquared, out affine.X);
        FieldElement.Multiply(inverseSquared, inverse, out FieldElement inverseCubed);
        FieldElement.Multiply(Y, inverseCubed, out affine.Y);
        return affine;
    }

    /// <summary>1 / x; 0 for 0.</summary>
    public static FieldElement InverseOf(in FieldElement x)
    {
        UInt256 integer = x.ToInteger();
        UInt256 inverse = ModularInverse.Field.Invert(integer);
        return FieldElement.FromInteger(inverse);
    }
}
