using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Lanes;

/// <summary>
/// Eight elements of F_p at once, one to a lane: the same Montgomery form and limbs as <see cref="FieldElement"/>, values and limbs of
/// either sign.
/// </summary>
/// <remarks>
/// <para>Hot path: nothing here allocates, throws or branches on a value. Made for processors with vectors of 512 bits.</para>
/// <para>There is no instruction for the upper half of a product of words, but doubles have a fused multiply-add: added to 1.5·2^110, whose
/// last place is 2^58, a product leaves its multiple of 2^58 in the lowest bits of the sum, exactly, whichever way that is rounded. What it
/// leaves out is found modulo 2^64 by a product of words. So a column is its low words minus 2^58 times its high part.</para>
/// <para>Ranges. A factor has limbs below 2^53 − 2^12 in magnitude (exact as doubles) and a value within ±22p; <see cref="Multiply"/> and
/// <see cref="Square"/> give limbs in [−2^9, 2^52 + 2^9] and values in (−2p, p): sums and differences of two results are factors, longer ones
/// after <see cref="Carry"/>.</para>
/// </remarks>
internal struct FieldVector
{
    public Vector512<long> L0;
    public Vector512<long> L1;
    public Vector512<long> L2;
    public Vector512<long> L3;
    public Vector512<long> L4;

    private const int LimbBits = FieldElement.LimbBits;

    // Last place of the sums of doubles.
    private const int PlaceBits = 58;
    private const double Magic = 1.5 * (1L << 55) * (1L << 55);

    /// <summary>The same element in every lane.</summary>
    public static FieldVector Broadcast(in FieldElement x) => new()
    {
        L0 = Vector512.Create(x.L0),
        L1 = Vector512.Create(x.L1),
        L2 = Vector512.Create(x.L2),
        L3 = Vector512.Create(x.L3),
        L4 = Vector512.Create(x.L4),
    };

    /// <summary>The element of one lane, reduced.</summary>
    public readonly FieldElement ToElement(int lane)
    {
        FieldElement x = new(L0[lane], L1[lane], L2[lane], L3[lane], L4[lane]);
        FieldElement.Normalize(x, out FieldElement reduced);
        return reduced;
    }

    /// <summary>The elements whose packed limbs (<see cref="FieldElement.ToLimbs"/>) are in the lanes of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldVector Unpack(Vector512<long> v0, Vector512<long> v1, Vector512<long> v2, Vector512<long> v3)
    {
        Vector512<long> mask = Vector512.Create(FieldElement.Mask);
        return new FieldVector
        {
            L0 = v0 & mask,
            L1 = ((v0 >>> 52) | (v1 << 12)) & mask,
            L2 = ((v1 >>> 40) | (v2 << 24)) & mask,
            L3 = ((v2 >>> 28) | (v3 << 36)) & mask,
            L4 = v3 >>> 16,
        };
    }

    /// <summary>Changes the sign in the lanes whose mask is all ones; where it is zero, nothing changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NegateWhere(Vector512<long> mask)
    {
        L0 = (L0 ^ mask) - mask;
        L1 = (L1 ^ mask) - mask;
        L2 = (L2 ^ mask) - mask;
        L3 = (L3 ^ mask) - mask;
        L4 = (L4 ^ mask) - mask;
    }

    /// <summary>x·y in every lane.</summary>
    public static void Multiply(in FieldVector x, in FieldVector y, out FieldVector result)
    {
        AssertFactor(x);
        AssertFactor(y);
        Vector512<double> magic = Vector512.Create(Magic);
        Vector512<double> a0 = Vector512.ConvertToDouble(x.L0);
        Vector512<double> a1 = Vector512.ConvertToDouble(x.L1);
        Vector512<double> a2 = Vector512.ConvertToDouble(x.L2);
        Vector512<double> a3 = Vector512.ConvertToDouble(x.L3);
        Vector512<double> a4 = Vector512.ConvertToDouble(x.L4);
        Vector512<double> b0 = Vector512.ConvertToDouble(y.L0);
        Vector512<double> b1 = Vector512.ConvertToDouble(y.L1);
        Vector512<double> b2 = Vector512.ConvertToDouble(y.L2);
        Vector512<double> b3 = Vector512.ConvertToDouble(y.L3);
        Vector512<double> b4 = Vector512.ConvertToDouble(y.L4);
        Vector512<long> h0 = Vector512.FusedMultiplyAdd(a0, b0, magic).AsInt64();
        Vector512<long> w0 = (x.L0 * y.L0);
        Vector512<long> h1 = Vector512.FusedMultiplyAdd(a1, b0, Vector512.FusedMultiplyAdd(a0, b1, magic)).AsInt64();
        Vector512<long> w1 = (x.L0 * y.L1) + (x.L1 * y.L0);
        Vector512<long> h2 = Vector512.FusedMultiplyAdd(a2, b0, Vector512.FusedMultiplyAdd(a1, b1, Vector512.FusedMultiplyAdd(a0, b2, magic))).AsInt64();
        Vector512<long> w2 = (x.L0 * y.L2) + (x.L1 * y.L1) + (x.L2 * y.L0);
        Vector512<long> h3 = Vector512.FusedMultiplyAdd(a3, b0, Vector512.FusedMultiplyAdd(a2, b1, Vector512.FusedMultiplyAdd(a1, b2, Vector512.FusedMultiplyAdd(a0, b3, magic)))).AsInt64();
        Vector512<long> w3 = (x.L0 * y.L3) + (x.L1 * y.L2) + (x.L2 * y.L1) + (x.L3 * y.L0);
        Vector512<long> h4 = Vector512.FusedMultiplyAdd(a4, b0, Vector512.FusedMultiplyAdd(a3, b1, Vector512.FusedMultiplyAdd(a2, b2, Vector512.FusedMultiplyAdd(a1, b3, Vector512.FusedMultiplyAdd(a0, b4, magic))))).AsInt64();
        Vector512<long> w4 = (x.L0 * y.L4) + (x.L1 * y.L3) + (x.L2 * y.L2) + (x.L3 * y.L1) + (x.L4 * y.L0);
        Vector512<long> h5 = Vector512.FusedMultiplyAdd(a4, b1, Vector512.FusedMultiplyAdd(a3, b2, Vector512.FusedMultiplyAdd(a2, b3, Vector512.FusedMultiplyAdd(a1, b4, magic)))).AsInt64();
        Vector512<long> w5 = (x.L1 * y.L4) + (x.L2 * y.L3) + (x.L3 * y.L2) + (x.L4 * y.L1);
        Vector512<long> h6 = Vector512.FusedMultiplyAdd(a4, b2, Vector512.FusedMultiplyAdd(a3, b3, Vector512.FusedMultiplyAdd(a2, b4, magic))).AsInt64();
        Vector512<long> w6 = (x.L2 * y.L4) + (x.L3 * y.L3) + (x.L4 * y.L2);
        Vector512<long> h7 = Vector512.FusedMultiplyAdd(a4, b3, Vector512.FusedMultiplyAdd(a3, b4, magic)).AsInt64();
        Vector512<long> w7 = (x.L3 * y.L4) + (x.L4 * y.L3);
        Vector512<long> h8 = Vector512.FusedMultiplyAdd(a4, b4, magic).AsInt64();
        Vector512<long> w8 = (x.L4 * y.L4);
        Reduce(h0, w0, h1, w1, h2, w2, h3, w3, h4, w4, h5, w5, h6, w6, h7, w7, h8, w8, out result);
    }

    /// <summary>x² in every lane.</summary>
    public static void Square(in FieldVector x, out FieldVector result)
    {
        AssertFactor(x);
        Vector512<double> magic = Vector512.Create(Magic);
        Vector512<double> a0 = Vector512.ConvertToDouble(x.L0);
        Vector512<double> a1 = Vector512.ConvertToDouble(x.L1);
        Vector512<double> a2 = Vector512.ConvertToDouble(x.L2);
        Vector512<double> a3 = Vector512.ConvertToDouble(x.L3);
        Vector512<double> a4 = Vector512.ConvertToDouble(x.L4);
        Vector512<double> d0 = a0 + a0;
        Vector512<double> d1 = a1 + a1;
        Vector512<double> d2 = a2 + a2;
        Vector512<double> d3 = a3 + a3;
        Vector512<long> e0 = x.L0 + x.L0;
        Vector512<long> e1 = x.L1 + x.L1;
        Vector512<long> e2 = x.L2 + x.L2;
        Vector512<long> e3 = x.L3 + x.L3;
        Vector512<long> h0 = Vector512.FusedMultiplyAdd(a0, a0, magic).AsInt64();
        Vector512<long> w0 = (x.L0 * x.L0);
        Vector512<long> h1 = Vector512.FusedMultiplyAdd(d0, a1, magic).AsInt64();
        Vector512<long> w1 = (e0 * x.L1);
        Vector512<long> h2 = Vector512.FusedMultiplyAdd(a1, a1, Vector512.FusedMultiplyAdd(d0, a2, magic)).AsInt64();
        Vector512<long> w2 = (e0 * x.L2) + (x.L1 * x.L1);
        Vector512<long> h3 = Vector512.FusedMultiplyAdd(d1, a2, Vector512.FusedMultiplyAdd(d0, a3, magic)).AsInt64();
        Vector512<long> w3 = (e0 * x.L3) + (e1 * x.L2);
        Vector512<long> h4 = Vector512.FusedMultiplyAdd(a2, a2, Vector512.FusedMultiplyAdd(d1, a3, Vector512.FusedMultiplyAdd(d0, a4, magic))).AsInt64();
        Vector512<long> w4 = (e0 * x.L4) + (e1 * x.L3) + (x.L2 * x.L2);
        Vector512<long> h5 = Vector512.FusedMultiplyAdd(d2, a3, Vector512.FusedMultiplyAdd(d1, a4, magic)).AsInt64();
        Vector512<long> w5 = (e1 * x.L4) + (e2 * x.L3);
        Vector512<long> h6 = Vector512.FusedMultiplyAdd(a3, a3, Vector512.FusedMultiplyAdd(d2, a4, magic)).AsInt64();
        Vector512<long> w6 = (e2 * x.L4) + (x.L3 * x.L3);
        Vector512<long> h7 = Vector512.FusedMultiplyAdd(d3, a4, magic).AsInt64();
        Vector512<long> w7 = (e3 * x.L4);
        Vector512<long> h8 = Vector512.FusedMultiplyAdd(a4, a4, magic).AsInt64();
        Vector512<long> w8 = (x.L4 * x.L4);
        Reduce(h0, w0, h1, w1, h2, w2, h3, w3, h4, w4, h5, w5, h6, w6, h7, w7, h8, w8, out result);
    }

    /// <summary>x + y, limb by limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in FieldVector x, in FieldVector y, out FieldVector result)
    {
        result.L0 = x.L0 + y.L0;
        result.L1 = x.L1 + y.L1;
        result.L2 = x.L2 + y.L2;
        result.L3 = x.L3 + y.L3;
        result.L4 = x.L4 + y.L4;
    }

    /// <summary>x − y, limb by limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in FieldVector x, in FieldVector y, out FieldVector result)
    {
        result.L0 = x.L0 - y.L0;
        result.L1 = x.L1 - y.L1;
        result.L2 = x.L2 - y.L2;
        result.L3 = x.L3 - y.L3;
        result.L4 = x.L4 - y.L4;
    }

    /// <summary>One pass of carries: limbs of a few bits too many become factors again. The value stays as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Carry() => Carry(L0, L1, L2, L3, L4, out this);

    /// <summary>The lanes in another order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Shuffle(in FieldVector x, Vector512<long> lanes, out FieldVector result)
    {
        result.L0 = Vector512.Shuffle(x.L0, lanes);
        result.L1 = Vector512.Shuffle(x.L1, lanes);
        result.L2 = Vector512.Shuffle(x.L2, lanes);
        result.L3 = Vector512.Shuffle(x.L3, lanes);
        result.L4 = Vector512.Shuffle(x.L4, lanes);
    }

    /// <summary>whenSet in the lanes whose mask is all ones, otherwise in those where it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(Vector512<long> mask, in FieldVector whenSet, in FieldVector otherwise, out FieldVector result)
    {
        result.L0 = Vector512.ConditionalSelect(mask, whenSet.L0, otherwise.L0);
        result.L1 = Vector512.ConditionalSelect(mask, whenSet.L1, otherwise.L1);
        result.L2 = Vector512.ConditionalSelect(mask, whenSet.L2, otherwise.L2);
        result.L3 = Vector512.ConditionalSelect(mask, whenSet.L3, otherwise.L3);
        result.L4 = Vector512.ConditionalSelect(mask, whenSet.L4, otherwise.L4);
    }

    /// <summary>
    /// Montgomery's reduction of ten columns, as <see cref="FieldElement"/> does it: h holds the bits of a column's sum of doubles, w its
    /// words modulo 2^64.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(
        Vector512<long> h0, Vector512<long> w0,
        Vector512<long> h1, Vector512<long> w1,
        Vector512<long> h2, Vector512<long> w2,
        Vector512<long> h3, Vector512<long> w3,
        Vector512<long> h4, Vector512<long> w4,
        Vector512<long> h5, Vector512<long> w5,
        Vector512<long> h6, Vector512<long> w6,
        Vector512<long> h7, Vector512<long> w7,
        Vector512<long> h8, Vector512<long> w8,
        out FieldVector result)
    {
        Vector512<long> magic = Vector512.Create(BitConverter.DoubleToInt64Bits(Magic) << (PlaceBits - LimbBits));
        Vector512<long> q0 = Column(w0, h0);
        Vector512<long> q1 = Column(w1, h1) + High(h0, magic);
        Vector512<long> q2 = Column(w2, h2) + High(h1, magic);
        Vector512<long> t3 = Column(w3, h3) + High(h2, magic);
        Vector512<long> t4 = Column(w4, h4) + High(h3, magic);
        Vector512<long> t5 = Column(w5, h5) + High(h4, magic);
        Vector512<long> t6 = Column(w6, h6) + High(h5, magic);
        Vector512<long> t7 = Column(w7, h7) + High(h6, magic);
        Vector512<long> t8 = Column(w8, h8) + High(h7, magic);
        Vector512<long> t9 = High(h8, magic);

        Vector512<long> low = LowBits(q0);
        Vector512<long> s0 = (q0 >> 16) + LowBits(q1);
        Vector512<long> s1 = (q1 >> 16) + LowBits(q2);
        Vector512<long> q3 = t3 - ((low << 4) + low);
        Vector512<long> q4 = t4 - ((s0 << 4) + s0 + (low << 7));
        Vector512<long> s2 = (q2 >> 16) + LowBits(q3);
        Vector512<long> s3 = (q3 >> 16) + LowBits(q4);
        Vector512<long> s4 = ((q4 << 12) >>> 28);
        t5 += (q4 >> LimbBits) - ((s1 << 4) + s1 + (s0 << 7));
        t6 -= (s2 << 4) + s2 + (s1 << 7);
        t7 -= (s3 << 4) + s3 + (s2 << 7);
        t8 -= (s4 << 4) + s4 + (s3 << 7);
        t9 -= s4 << 7;
        Carry(t5, t6, t7, t8, t9, out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Column(Vector512<long> words, Vector512<long> high) => words - (high << PlaceBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> High(Vector512<long> high, Vector512<long> magic) => (high << (PlaceBits - LimbBits)) - magic;

    /// <summary>The lowest 16 bits, for the limb of the quotient below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> LowBits(Vector512<long> q) => (q << 48) >>> 12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        Vector512<long> t0, Vector512<long> t1, Vector512<long> t2, Vector512<long> t3, Vector512<long> t4, out FieldVector result)
    {
        Vector512<long> mask = Vector512.Create(FieldElement.Mask);
        result.L0 = t0 & mask;
        result.L1 = (t1 & mask) + (t0 >> LimbBits);
        result.L2 = (t2 & mask) + (t1 >> LimbBits);
        result.L3 = (t3 & mask) + (t2 >> LimbBits);
        result.L4 = t4 + (t3 >> LimbBits);
    }

    [Conditional("DEBUG")]
    private static void AssertFactor(in FieldVector x)
    {
        Vector512<long> limit = Vector512.Create((1L << 53) - (1 << 12));
        Vector512<long> largest = Vector512.Max(
            Vector512.Max(Vector512.Abs(x.L0), Vector512.Abs(x.L1)), Vector512.Max(Vector512.Abs(x.L2), Vector512.Abs(x.L3)));
        Debug.Assert(Vector512.LessThanAll(largest, limit), "limb out of range");
        Debug.Assert(Vector512.LessThanAll(Vector512.Abs(x.L4), Vector512.Create(22 * FieldElement.P4)), "value out of range");
    }
}
