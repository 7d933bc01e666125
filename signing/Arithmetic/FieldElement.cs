using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LowLatencyMM.Signing.Arithmetic;

/// <summary>
/// An element of F_p, p = 2^251 + 17·2^192 + 1, in Montgomery form with R = 2^260: five limbs of 52 bits whose carries
/// may wait.
/// </summary>
/// <remarks>
/// <para>Hot path: nothing here allocates, throws or branches on a value.</para>
/// <para>p ≡ 1 modulo 2^52, so a reduction digit is the limb itself, subtracted; the rest of p is 2^192·(17 + 2^59). Limb 3 starts at bit
/// 156 = 192 − 36, so the quotient is gathered once more in limbs that start 16 bits higher, and every one of those is subtracted
/// 17 times at one limb and 2^7 times at the next. Limbs are signed because digits are subtracted.</para>
/// <para>Ranges. "Reduced": limbs in [0, 2^52), value below 2p; every <see cref="Multiply"/>, <see cref="Square"/> and
/// <see cref="Normalize"/> gives that. Factors may have limbs up to 2^56 and values a·p and b·p with a·b ≤ 512
/// (both 22p, or any 256-bit integer by a reduced element): a·b·p² / 2^260 is then at most p.
/// <see cref="Add"/> and <see cref="Subtract"/> leave carries in the limbs; the bounds beside them say how far that may go.</para>
/// </remarks>
internal struct FieldElement
{
    private const int LimbBits = 52;
    private const long Mask = (1L << LimbBits) - 1;

    // p = 1 + P3·2^156 + P4·2^208
    private const long P3 = 17L << 36;
    private const long P4 = 1L << 43;

    // 8p, spread so that every limb but the last is at least 2^54 − 4: added before a subtraction, no limb goes below zero.
    private const long Spread0 = 8 + (1L << 54);
    private const long Spread1 = (1L << 54) - 4;
    private const long Spread3 = (8 * P3) + (1L << 54) - 4;
    private const long Spread4 = (8 * P4) - 4;

    public long L0;
    public long L1;
    public long L2;
    public long L3;
    public long L4;

    private FieldElement(long l0, long l1, long l2, long l3, long l4)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
    }

    /// <summary>The modulus p as a plain integer.</summary>
    public static UInt256 Modulus => new(1, 0, 0, 0x0800_0000_0000_0011);

    public static FieldElement Zero => default;

    /// <summary>1, that is R mod p.</summary>
    public static FieldElement One => FromLimbs(new UInt256(
        0xffff_ffff_ffff_fe01, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0x07ff_ffff_ffff_de10));

    private static FieldElement RSquared => FromLimbs(new UInt256(
        0xfffd_737e_0004_0001, 0x0000_0133_0fff_ffff, 0xffff_ffff_6f80_0000, 0x07d4_ab5e_0088_0010));

    /// <summary>Any 256-bit integer, taken modulo p.</summary>
    public static FieldElement FromInteger(in UInt256 value)
    {
        FieldElement plain = FromLimbs(value);
        FieldElement rSquared = RSquared;
        Multiply(plain, rSquared, out FieldElement result);
        return result;
    }

    public static FieldElement FromUInt64(ulong value) => FromInteger(new UInt256(value, 0, 0, 0));

    /// <summary>The integer in [0, p) that this element stands for.</summary>
    public readonly UInt256 ToInteger()
    {
        FieldElement plainOne = new(1, 0, 0, 0, 0);
        Multiply(this, plainOne, out FieldElement result);
        // The result is in [1, p], p standing for zero.
        UInt256 integer = result.ToLimbs();
        UInt256 modulus = Modulus;
        UInt256 wrapped = UInt256.Subtract(integer, modulus, out ulong below);
        return UInt256.Select(0 - below, integer, wrapped);
    }

    public readonly bool IsZero() => ToInteger().IsZero;

    /// <summary>The Montgomery form itself, packed into 256 bits; only for reduced elements (tables).</summary>
    public readonly UInt256 ToLimbs() => new(
        (ulong)(L0 | (L1 << 52)),
        (ulong)((L1 >> 12) | (L2 << 40)),
        (ulong)((L2 >> 24) | (L3 << 28)),
        (ulong)((L3 >> 36) | (L4 << 16)));

    /// <summary>Inverse of <see cref="ToLimbs"/>.</summary>
    public static FieldElement FromLimbs(in UInt256 packed) => new(
        (long)packed.V0 & Mask,
        (long)((packed.V0 >> 52) | (packed.V1 << 12)) & Mask,
        (long)((packed.V1 >> 40) | (packed.V2 << 24)) & Mask,
        (long)((packed.V2 >> 28) | (packed.V3 << 36)) & Mask,
        (long)(packed.V3 >> 16));

    /// <summary>a·b, reduced.</summary>
    public static void Multiply(in FieldElement x, in FieldElement y, out FieldElement result)
    {
        AssertFactors(x, y);
        // Both factors six bits up: the high word of a product is then its part above 2^52, the low word its part below, times 2^12.
        // Row by row, because column by column compiles to a permutation that measured 4 % slower.
        ulong a0 = (ulong)x.L0 << 6, a1 = (ulong)x.L1 << 6, a2 = (ulong)x.L2 << 6, a3 = (ulong)x.L3 << 6, a4 = (ulong)x.L4 << 6;
        ulong b0 = (ulong)y.L0 << 6, b1 = (ulong)y.L1 << 6, b2 = (ulong)y.L2 << 6, b3 = (ulong)y.L3 << 6, b4 = (ulong)y.L4 << 6;
        long t0 = Lo(a0, b0);
        long t1 = Hi(a0, b0) + Lo(a0, b1);
        long t2 = Hi(a0, b1) + Lo(a0, b2);
        long t3 = Hi(a0, b2) + Lo(a0, b3);
        long t4 = Hi(a0, b3) + Lo(a0, b4);
        long t5 = Hi(a0, b4);
        t1 += Lo(a1, b0);
        t2 += Hi(a1, b0) + Lo(a1, b1);
        t3 += Hi(a1, b1) + Lo(a1, b2);
        t4 += Hi(a1, b2) + Lo(a1, b3);
        t5 += Hi(a1, b3) + Lo(a1, b4);
        long t6 = Hi(a1, b4);
        t2 += Lo(a2, b0);
        t3 += Hi(a2, b0) + Lo(a2, b1);
        t4 += Hi(a2, b1) + Lo(a2, b2);
        t5 += Hi(a2, b2) + Lo(a2, b3);
        t6 += Hi(a2, b3) + Lo(a2, b4);
        long t7 = Hi(a2, b4);
        t3 += Lo(a3, b0);
        t4 += Hi(a3, b0) + Lo(a3, b1);
        t5 += Hi(a3, b1) + Lo(a3, b2);
        t6 += Hi(a3, b2) + Lo(a3, b3);
        t7 += Hi(a3, b3) + Lo(a3, b4);
        long t8 = Hi(a3, b4);
        t4 += Lo(a4, b0);
        t5 += Hi(a4, b0) + Lo(a4, b1);
        t6 += Hi(a4, b1) + Lo(a4, b2);
        t7 += Hi(a4, b2) + Lo(a4, b3);
        t8 += Hi(a4, b3) + Lo(a4, b4);
        long t9 = Hi(a4, b4);
        ReduceDigits(t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        Carry(t5, t6, t7, t8, t9, out result);
    }

    /// <summary>a², reduced.</summary>
    public static void Square(in FieldElement x, out FieldElement result)
    {
        AssertFactors(x, x);
        ulong a0 = (ulong)x.L0 << 6, a1 = (ulong)x.L1 << 6, a2 = (ulong)x.L2 << 6, a3 = (ulong)x.L3 << 6, a4 = (ulong)x.L4 << 6;
        ulong d0 = a0 << 1, d1 = a1 << 1, d2 = a2 << 1, d3 = a3 << 1;
        long t0 = Lo(a0, a0);
        long t1 = Hi(a0, a0) + Lo(d0, a1);
        long t2 = Hi(d0, a1) + Lo(d0, a2);
        long t3 = Hi(d0, a2) + Lo(d0, a3);
        long t4 = Hi(d0, a3) + Lo(d0, a4);
        long t5 = Hi(d0, a4);
        t2 += Lo(a1, a1);
        t3 += Hi(a1, a1) + Lo(d1, a2);
        t4 += Hi(d1, a2) + Lo(d1, a3);
        t5 += Hi(d1, a3) + Lo(d1, a4);
        long t6 = Hi(d1, a4);
        t4 += Lo(a2, a2);
        t5 += Hi(a2, a2) + Lo(d2, a3);
        t6 += Hi(d2, a3) + Lo(d2, a4);
        long t7 = Hi(d2, a4);
        t6 += Lo(a3, a3);
        t7 += Hi(a3, a3) + Lo(d3, a4);
        long t8 = Hi(d3, a4);
        t8 += Lo(a4, a4);
        long t9 = Hi(a4, a4);
        ReduceDigits(t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        Carry(t5, t6, t7, t8, t9, out result);
    }

    /// <summary>
    /// a³ for the S-box of Poseidon, neither reduced nor carried through: value in (−p, p/2), limbs in [−2^8, 2^52 + 2^8].
    /// </summary>
    /// <remarks>The result's limbs take one pass of carries instead of a full chain: that is on the one critical path of the permutation.</remarks>
    public static void Cube(in FieldElement x, out FieldElement result)
    {
        AssertFactors(x, x);
        CubeLimbs(x.L0, x.L1, x.L2, x.L3, x.L4, out long l0, out long l1, out long l2, out long l3, out long l4);
        result = new FieldElement(l0, l1, l2, l3, l4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CubeLimbs(
        long x0, long x1, long x2, long x3, long x4, out long r0, out long r1, out long r2, out long r3, out long r4)
    {
        ulong a0 = (ulong)x0 << 6, a1 = (ulong)x1 << 6, a2 = (ulong)x2 << 6, a3 = (ulong)x3 << 6, a4 = (ulong)x4 << 6;
        ulong d0 = a0 << 1, d1 = a1 << 1, d2 = a2 << 1, d3 = a3 << 1;
        long t0 = Lo(a0, a0);
        long t1 = Hi(a0, a0) + Lo(d0, a1);
        long t2 = Hi(d0, a1) + Lo(d0, a2);
        long t3 = Hi(d0, a2) + Lo(d0, a3);
        long t4 = Hi(d0, a3) + Lo(d0, a4);
        long t5 = Hi(d0, a4);
        t2 += Lo(a1, a1);
        t3 += Hi(a1, a1) + Lo(d1, a2);
        t4 += Hi(d1, a2) + Lo(d1, a3);
        t5 += Hi(d1, a3) + Lo(d1, a4);
        long t6 = Hi(d1, a4);
        t4 += Lo(a2, a2);
        t5 += Hi(a2, a2) + Lo(d2, a3);
        t6 += Hi(d2, a3) + Lo(d2, a4);
        long t7 = Hi(d2, a4);
        t6 += Lo(a3, a3);
        t7 += Hi(a3, a3) + Lo(d3, a4);
        long t8 = Hi(d3, a4);
        t8 += Lo(a4, a4);
        long t9 = Hi(a4, a4);
        ReduceDigits(t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        // Carried through with p added; the shift drops what each limb hands on.
        t5 += 1;
        t6 += t5 >> LimbBits;
        t7 += t6 >> LimbBits;
        t8 += (t7 >> LimbBits) + P3;
        t9 += (t8 >> LimbBits) + P4;
        ulong s0 = (ulong)t5 << 12, s1 = (ulong)t6 << 12, s2 = (ulong)t7 << 12, s3 = (ulong)t8 << 12, s4 = (ulong)t9 << 12;
        a0 = (ulong)x0;
        a1 = (ulong)x1;
        a2 = (ulong)x2;
        a3 = (ulong)x3;
        a4 = (ulong)x4;
        t0 = Lo(s0, a0);
        t1 = Hi(s0, a0) + Lo(s0, a1);
        t2 = Hi(s0, a1) + Lo(s0, a2);
        t3 = Hi(s0, a2) + Lo(s0, a3);
        t4 = Hi(s0, a3) + Lo(s0, a4);
        t5 = Hi(s0, a4);
        t1 += Lo(s1, a0);
        t2 += Hi(s1, a0) + Lo(s1, a1);
        t3 += Hi(s1, a1) + Lo(s1, a2);
        t4 += Hi(s1, a2) + Lo(s1, a3);
        t5 += Hi(s1, a3) + Lo(s1, a4);
        t6 = Hi(s1, a4);
        t2 += Lo(s2, a0);
        t3 += Hi(s2, a0) + Lo(s2, a1);
        t4 += Hi(s2, a1) + Lo(s2, a2);
        t5 += Hi(s2, a2) + Lo(s2, a3);
        t6 += Hi(s2, a3) + Lo(s2, a4);
        t7 = Hi(s2, a4);
        t3 += Lo(s3, a0);
        t4 += Hi(s3, a0) + Lo(s3, a1);
        t5 += Hi(s3, a1) + Lo(s3, a2);
        t6 += Hi(s3, a2) + Lo(s3, a3);
        t7 += Hi(s3, a3) + Lo(s3, a4);
        t8 = Hi(s3, a4);
        t4 += Lo(s4, a0);
        t5 += Hi(s4, a0) + Lo(s4, a1);
        t6 += Hi(s4, a1) + Lo(s4, a2);
        t7 += Hi(s4, a2) + Lo(s4, a3);
        t8 += Hi(s4, a3) + Lo(s4, a4);
        t9 = Hi(s4, a4);
        ReduceDigits(t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        r0 = t5 & Mask;
        r1 = (t6 & Mask) + (t5 >> LimbBits);
        r2 = (t7 & Mask) + (t6 >> LimbBits);
        r3 = (t8 & Mask) + (t7 >> LimbBits);
        r4 = t9 + (t8 >> LimbBits);
    }

    /// <summary>a + b, limb by limb; values and limbs add up.</summary>
    public static void Add(in FieldElement a, in FieldElement b, out FieldElement result)
    {
        long l0 = a.L0 + b.L0, l1 = a.L1 + b.L1, l2 = a.L2 + b.L2, l3 = a.L3 + b.L3, l4 = a.L4 + b.L4;
        result = new FieldElement(l0, l1, l2, l3, l4);
    }

    /// <summary>a + 8p − b, limb by limb; b must be at most the sum of three reduced elements.</summary>
    public static void Subtract(in FieldElement a, in FieldElement b, out FieldElement result)
    {
        long l0 = a.L0 + Spread0 - b.L0;
        long l1 = a.L1 + Spread1 - b.L1;
        long l2 = a.L2 + Spread1 - b.L2;
        long l3 = a.L3 + Spread3 - b.L3;
        long l4 = a.L4 + Spread4 - b.L4;
        result = new FieldElement(l0, l1, l2, l3, l4);
        AssertLimbs(result);
    }

    /// <summary>4·a, limb by limb.</summary>
    public static void Quadruple(in FieldElement a, out FieldElement result)
    {
        long l0 = a.L0 << 2, l1 = a.L1 << 2, l2 = a.L2 << 2, l3 = a.L3 << 2, l4 = a.L4 << 2;
        result = new FieldElement(l0, l1, l2, l3, l4);
    }

    /// <summary>
    /// The mixing matrix of Poseidon, [[3, 1, 1], [1, −1, 1], [1, 1, −2]], on three results of <see cref="Cube"/>; results are
    /// below 11p, limbs below 2^55.
    /// </summary>
    public static void Mix(
        in FieldElement w0, in FieldElement w1, in FieldElement w2, out FieldElement s0, out FieldElement s1, out FieldElement s2)
    {
        long l0 = w0.L0 + w1.L0 + w2.L0 + Spread0;
        long l1 = w0.L1 + w1.L1 + w2.L1 + Spread1;
        long l2 = w0.L2 + w1.L2 + w2.L2 + Spread1;
        long l3 = w0.L3 + w1.L3 + w2.L3 + Spread3;
        long l4 = w0.L4 + w1.L4 + w2.L4 + Spread4;
        s0.L0 = l0 + (2 * w0.L0);
        s0.L1 = l1 + (2 * w0.L1);
        s0.L2 = l2 + (2 * w0.L2);
        s0.L3 = l3 + (2 * w0.L3);
        s0.L4 = l4 + (2 * w0.L4);
        s1.L0 = l0 - (2 * w1.L0);
        s1.L1 = l1 - (2 * w1.L1);
        s1.L2 = l2 - (2 * w1.L2);
        s1.L3 = l3 - (2 * w1.L3);
        s1.L4 = l4 - (2 * w1.L4);
        s2.L0 = l0 - (3 * w2.L0);
        s2.L1 = l1 - (3 * w2.L1);
        s2.L2 = l2 - (3 * w2.L2);
        s2.L3 = l3 - (3 * w2.L3);
        s2.L4 = l4 - (3 * w2.L4);
        AssertLimbs(s0);
        AssertLimbs(s1);
        AssertLimbs(s2);
    }

    /// <summary>
    /// A partial round of Poseidon in the variables T = s0 + s1, S = 4·s0 and z = s2: with w = (z + constant)³ they become
    /// z' = T − 2w + 8p, T' = S + 2w, S' = 2T' + 4T. One method, because on the one critical path of the permutation every trip through
    /// memory counts. From T and S in [3p, 4p), two rounds may follow each other before both must be reduced again.
    /// </summary>
    public static void PartialRound(in FieldElement constant, ref FieldElement z, ref FieldElement t, ref FieldElement s)
    {
        CubeLimbs(
            z.L0 + constant.L0, z.L1 + constant.L1, z.L2 + constant.L2, z.L3 + constant.L3, z.L4 + constant.L4,
            out long w0, out long w1, out long w2, out long w3, out long w4);
        MixLimb(w0, Spread0, ref z.L0, ref t.L0, ref s.L0);
        MixLimb(w1, Spread1, ref z.L1, ref t.L1, ref s.L1);
        MixLimb(w2, Spread1, ref z.L2, ref t.L2, ref s.L2);
        MixLimb(w3, Spread3, ref z.L3, ref t.L3, ref s.L3);
        MixLimb(w4, Spread4, ref z.L4, ref t.L4, ref s.L4);
        AssertFactors(z, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixLimb(long w, long spread, ref long z, ref long t, ref long s)
    {
        long oldT = t;
        long newT = s + (2 * w);
        z = oldT + spread - (2 * w);
        t = newT;
        s = (newT + (2 * oldT)) * 2;
    }

    /// <summary>The same element, reduced; the value may be up to 2^10·p, the limbs up to 2^61.</summary>
    public static void Normalize(in FieldElement a, out FieldElement result) => Normalize(a, 1, out result);

    /// <summary>The same element with a value in about [<paramref name="multiple"/>·p, (multiple + 1)·p), carried through.</summary>
    public static void Normalize(in FieldElement a, long multiple, out FieldElement result)
    {
        // The carry of limb 3 belongs to the estimate: lazy limbs hold up to 2^9 of it.
        long q = ((a.L4 + (a.L3 >> LimbBits)) >> 43) - multiple;
        long l0 = a.L0 - q;
        long l1 = a.L1 + (l0 >> LimbBits);
        long l2 = a.L2 + (l1 >> LimbBits);
        long l3 = a.L3 - (q * P3) + (l2 >> LimbBits);
        long l4 = a.L4 - (q << 43) + (l3 >> LimbBits);
        result = new FieldElement(l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4);
    }

    /// <summary>whenSet if mask is all ones, otherwise if it is zero; no branch.</summary>
    public static FieldElement Select(long mask, in FieldElement whenSet, in FieldElement otherwise) => new(
        (whenSet.L0 & mask) | (otherwise.L0 & ~mask),
        (whenSet.L1 & mask) | (otherwise.L1 & ~mask),
        (whenSet.L2 & mask) | (otherwise.L2 & ~mask),
        (whenSet.L3 & mask) | (otherwise.L3 & ~mask),
        (whenSet.L4 & mask) | (otherwise.L4 & ~mask));

    /// <summary>Subtracts the five multiples of p that make the low half vanish; leaves the high half uncarried, value in (−p, T/R].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceDigits(
        long t0, long t1, long t2, long t3, long t4, ref long t5, ref long t6, ref long t7, ref long t8, ref long t9)
    {
        long low = t0 & 0xFFFF;
        long s0 = High(t0);
        t1 += t0 >> LimbBits;
        s0 += (t1 & 0xFFFF) << 36;
        long s1 = High(t1);
        t2 += t1 >> LimbBits;
        s1 += (t2 & 0xFFFF) << 36;
        long s2 = High(t2);
        t3 += (t2 >> LimbBits) - ((low * 17) << 36);
        s2 += (t3 & 0xFFFF) << 36;
        long s3 = High(t3);
        t4 += (t3 >> LimbBits) - (s0 * 17) - (low << 43);
        s3 += (t4 & 0xFFFF) << 36;
        long s4 = High(t4);
        t5 += (t4 >> LimbBits) - (s1 * 17) - (s0 << 7);
        t6 -= (s2 * 17) + (s1 << 7);
        t7 -= (s3 * 17) + (s2 << 7);
        t8 -= (s4 * 17) + (s3 << 7);
        t9 -= s4 << 7;
    }

    /// <summary>Bits 16 to 51.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long High(long t) => (long)(((ulong)t << 12) >> 28);

    /// <summary>Adds p, which makes the value positive, and carries through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(long t5, long t6, long t7, long t8, long t9, out FieldElement result)
    {
        t5 += 1;
        t6 += t5 >> LimbBits;
        t7 += t6 >> LimbBits;
        t8 += (t7 >> LimbBits) + P3;
        result.L0 = t5 & Mask;
        result.L1 = t6 & Mask;
        result.L2 = t7 & Mask;
        result.L3 = t8 & Mask;
        result.L4 = t9 + P4 + (t8 >> LimbBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Lo(ulong a, ulong b) => (long)((a * b) >> 12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Hi(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? (long)Bmi2.X64.MultiplyNoFlags(a, b) : (long)Math.BigMul(a, b, out _);

    [Conditional("DEBUG")]
    private static void AssertFactors(in FieldElement x, in FieldElement y)
    {
        Debug.Assert(HasFactorLimbs(x) && HasFactorLimbs(y), "limb out of range");
        UInt128 values = (UInt128)(ulong)(x.L4 + (x.L3 >> LimbBits)) * (ulong)(y.L4 + (y.L3 >> LimbBits));
        Debug.Assert(values <= 512 * (UInt128)P4 * P4, "value out of range");
    }

    private static bool HasFactorLimbs(in FieldElement x)
    {
        const ulong limit = 1UL << 56;
        return (ulong)x.L0 < limit && (ulong)x.L1 < limit && (ulong)x.L2 < limit && (ulong)x.L3 < limit && (ulong)x.L4 < limit;
    }

    [Conditional("DEBUG")]
    private static void AssertLimbs(in FieldElement x) => Debug.Assert(HasFactorLimbs(x), "limb out of range after a subtraction");
}
