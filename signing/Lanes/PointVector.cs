using System.Runtime.Intrinsics;

namespace LowLatencyMM.Signing.Lanes;

/// <summary>Eight points (X / Z², Y / Z³) at once, one to a lane; no branch, and the same conditions as <see cref="Curve.JacobianPoint"/>.</summary>
internal struct PointVector
{
    public FieldVector X;
    public FieldVector Y;
    public FieldVector Z;

    /// <summary>this += (x, y) for points whose x coordinates differ and that are finite: 8 products, 3 squares.</summary>
    public void AddDistinct(in FieldVector x, in FieldVector y)
    {
        FieldVector.Square(Z, out FieldVector zz);
        FieldVector.Multiply(x, zz, out FieldVector u2);
        FieldVector.Multiply(Z, zz, out FieldVector zzz);
        FieldVector.Multiply(y, zzz, out FieldVector s2);
        FieldVector.Subtract(u2, X, out FieldVector h);
        FieldVector.Subtract(s2, Y, out FieldVector r);
        FieldVector.Multiply(Z, h, out Z);
        Finish(h, r, X, Y);
    }

    /// <summary>(x1, y1) + (x2, y2) for points whose x coordinates differ: 4 products, 2 squares.</summary>
    public static PointVector AddDistinct(in FieldVector x1, in FieldVector y1, in FieldVector x2, in FieldVector y2)
    {
        PointVector sum = default;
        FieldVector.Subtract(x2, x1, out sum.Z);
        FieldVector.Subtract(y2, y1, out FieldVector r);
        FieldVector h = sum.Z;
        sum.Finish(h, r, x1, y1);
        return sum;
    }

    /// <summary>
    /// this += this with the lanes in another order, which must exchange lanes in pairs: the lower lane of each has the sum afterwards. The points
    /// of a pair are finite and their x coordinates differ. Both sides' products are formed in one: 9 products, 3 squares.
    /// </summary>
    public void AddExchanged(Vector512<long> lanes)
    {
        FieldVector.Shuffle(Z, lanes, out FieldVector otherZ);
        FieldVector.Square(otherZ, out FieldVector zz);
        FieldVector.Multiply(X, zz, out FieldVector u);
        FieldVector.Multiply(otherZ, zz, out FieldVector zzz);
        FieldVector.Multiply(Y, zzz, out FieldVector s);
        FieldVector.Shuffle(u, lanes, out FieldVector h);
        FieldVector.Subtract(h, u, out h);
        FieldVector.Shuffle(s, lanes, out FieldVector r);
        FieldVector.Subtract(r, s, out r);
        FieldVector.Multiply(Z, otherZ, out zz);
        FieldVector.Multiply(zz, h, out Z);
        Finish(h, r, u, s);
    }

    /// <summary>X and Y of the sum, from the differences of the coordinates over a common denominator and the first point's.</summary>
    private void Finish(in FieldVector h, in FieldVector r, in FieldVector x, in FieldVector y)
    {
        FieldVector.Square(h, out FieldVector hh);
        FieldVector.Multiply(h, hh, out FieldVector hhh);
        FieldVector.Multiply(x, hh, out FieldVector v);
        FieldVector.Multiply(y, hhh, out FieldVector right);
        FieldVector.Square(r, out FieldVector rr);
        FieldVector.Subtract(rr, hhh, out rr);
        FieldVector.Subtract(rr, v, out rr);
        FieldVector.Subtract(rr, v, out X);
        X.Carry();
        FieldVector.Subtract(v, X, out v);
        FieldVector.Multiply(r, v, out FieldVector left);
        FieldVector.Subtract(left, right, out Y);
        Y.Carry();
    }
}
