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
    /// <summary>Bits of a limb.</summary>
    public const int LimbBits = 52;

    /// <summary>Bits of the last limb of a number below 2^251.</summary>
    public const int TopBits = 43;

    /// <summary>The bits of a limb, set.</summary>
    public const long Mask = (1L << LimbBits) - 1;

    /// <summary>Limb 3 of p = 1 + P3·2^156 + P4·2^208.</summary>
    public const long P3 = 17L << 36;

    /// <summary>Limb 4 of p.</summary>
    public const long P4 = 1L << TopBits;

    // 8p, spread so that every limb but the last is at least 2^54 − 4: added before a subtraction, no limb goes below zero.
    private const long Spread0 = 8 + (1L << 54);
    private const long Spread1 = (1L << 54) - 4;
    private const long Spread3 = (8 * P3) + (1L << 54) - 4;
    private const long Spread4 = (8 * P4) - 4;

    // 2^20 at the last digit is more than the others' carries come to (2^10.4).
    private const long QuotientBias = 1L << 20;

    public long L0;
    public long L1;
    public long L2;
    public long L3;
    public long L4;

    public FieldElement(long l0, long l1, long l2, long l3, long l4)
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
        // Row by row, low words first: other orders compile to 5 % and more slower code.
        long a0 = x.L0 << 6, a1 = x.L1 << 6, a2 = x.L2 << 6, a3 = x.L3 << 6, a4 = x.L4 << 6;
        long b0 = y.L0 << 6, b1 = y.L1 << 6, b2 = y.L2 << 6, b3 = y.L3 << 6, b4 = y.L4 << 6;
        long t0 = Lo(a0, b0);
        long t1 = Lo(a0, b1) + Hi(a0, b0);
        long t2 = Lo(a0, b2) + Hi(a0, b1);
        long t3 = Lo(a0, b3) + Hi(a0, b2);
        long t4 = Lo(a0, b4) + Hi(a0, b3);
        long t5 = Hi(a0, b4);
        t1 += Lo(a1, b0);
        t2 += Lo(a1, b1) + Hi(a1, b0);
        t3 += Lo(a1, b2) + Hi(a1, b1);
        t4 += Lo(a1, b3) + Hi(a1, b2);
        t5 += Lo(a1, b4) + Hi(a1, b3);
        long t6 = Hi(a1, b4);
        t2 += Lo(a2, b0);
        t3 += Lo(a2, b1) + Hi(a2, b0);
        t4 += Lo(a2, b2) + Hi(a2, b1);
        t5 += Lo(a2, b3) + Hi(a2, b2);
        t6 += Lo(a2, b4) + Hi(a2, b3);
        long t7 = Hi(a2, b4);
        t3 += Lo(a3, b0);
        t4 += Lo(a3, b1) + Hi(a3, b0);
        t5 += Lo(a3, b2) + Hi(a3, b1);
        t6 += Lo(a3, b3) + Hi(a3, b2);
        t7 += Lo(a3, b4) + Hi(a3, b3);
        long t8 = Hi(a3, b4);
        t4 += Lo(a4, b0);
        t5 += Lo(a4, b1) + Hi(a4, b0);
        t6 += Lo(a4, b2) + Hi(a4, b1);
        t7 += Lo(a4, b3) + Hi(a4, b2);
        t8 += Lo(a4, b4) + Hi(a4, b3);
        long t9 = Hi(a4, b4);
        ReduceDigits(QuotientBias, t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        Carry(t5, t6, t7, t8, t9, out result);
    }

    /// <summary>a², reduced.</summary>
    public static void Square(in FieldElement x, out FieldElement result)
    {
        AssertFactors(x, x);
        long a0 = x.L0 << 6, a1 = x.L1 << 6, a2 = x.L2 << 6, a3 = x.L3 << 6, a4 = x.L4 << 6;
        long t0 = Lo(a0, a0);
        long t1 = Lo(a0, a1);
        t1 = Hi(a0, a0) + (2 * t1);
        long t2 = Hi(a0, a1);
        t2 += Lo(a0, a2);
        t2 = Lo(a1, a1) + (2 * t2);
        long t3 = Hi(a0, a2);
        t3 += Lo(a0, a3);
        t3 += Lo(a1, a2);
        t3 = Hi(a1, a1) + (2 * t3);
        long t4 = Hi(a0, a3);
        t4 += Hi(a1, a2);
        t4 += Lo(a0, a4);
        t4 += Lo(a1, a3);
        t4 = Lo(a2, a2) + (2 * t4);
        long t5 = Hi(a0, a4);
        t5 += Hi(a1, a3);
        t5 += Lo(a1, a4);
        t5 += Lo(a2, a3);
        t5 = Hi(a2, a2) + (2 * t5);
        long t6 = Hi(a1, a4);
        t6 += Hi(a2, a3);
        t6 += Lo(a2, a4);
        t6 = Lo(a3, a3) + (2 * t6);
        long t7 = Hi(a2, a4);
        t7 += Lo(a3, a4);
        t7 = Hi(a3, a3) + (2 * t7);
        long t8 = Hi(a3, a4);
        t8 = Lo(a4, a4) + (2 * t8);
        long t9 = Hi(a4, a4);
        ReduceDigits(QuotientBias, t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        Carry(t5, t6, t7, t8, t9, out result);
    }

    /// <summary>
    /// a³, limb by limb, for callers that keep the limbs in registers; neither reduced nor carried through: value in (−1.01p, p/2), limbs
    /// in [−2^11, 2^52 + 2^11].
    /// </summary>
    /// <remarks>
    /// For the one critical path of the permutation: the result's limbs take one pass of carries instead of a full chain. The order of the
    /// sums is the one that compiles to the fewest waits; others measured 1 to 16 % slower.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CubeLimbs(
        long x0, long x1, long x2, long x3, long x4, out long r0, out long r1, out long r2, out long r3, out long r4)
    {
        long a0 = x0 << 6, a1 = x1 << 6, a2 = x2 << 6, a3 = x3 << 6, a4 = x4 << 6;
        long t0 = Lo(a0, a0);
        long t1 = Lo(a0, a1);
        t1 = Hi(a0, a0) + (2 * t1);
        long t2 = Hi(a0, a1);
        t2 += Lo(a0, a2);
        t2 = Lo(a1, a1) + (2 * t2);
        long t3 = Hi(a0, a2);
        t3 += Lo(a0, a3);
        t3 += Lo(a1, a2);
        t3 = Hi(a1, a1) + (2 * t3);
        long t4 = Hi(a0, a3);
        t4 += Hi(a1, a2);
        t4 += Lo(a0, a4);
        t4 += Lo(a1, a3);
        t4 = Lo(a2, a2) + (2 * t4);
        long t5 = Hi(a0, a4);
        t5 += Hi(a1, a3);
        t5 += Lo(a1, a4);
        t5 += Lo(a2, a3);
        t5 = Hi(a2, a2) + (2 * t5);
        long t6 = Hi(a1, a4);
        t6 += Hi(a2, a3);
        t6 += Lo(a2, a4);
        t6 = Lo(a3, a3) + (2 * t6);
        long t7 = Hi(a2, a4);
        t7 += Lo(a3, a4);
        t7 = Hi(a3, a3) + (2 * t7);
        long t8 = Hi(a3, a4);
        t8 = Lo(a4, a4) + (2 * t8);
        long t9 = Hi(a4, a4);
        ReduceDigits(0, t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        // Carried through with 2p added; the shift drops what each limb hands on.
        t5 += 2;
        t6 += t5 >> LimbBits;
        t7 += t6 >> LimbBits;
        t8 += (t7 >> LimbBits) + (2 * P3);
        t9 += (t8 >> LimbBits) + (2 * P4);
        a0 = t5 << 12;
        a1 = t6 << 12;
        a2 = t7 << 12;
        a3 = t8 << 12;
        a4 = t9 << 12;
        t0 = Lo(a0, x0);
        t1 = Hi(a0, x0) + Lo(a0, x1);
        t2 = Hi(a0, x1) + Lo(a0, x2);
        t3 = Hi(a0, x2) + Lo(a0, x3);
        t4 = Hi(a0, x3) + Lo(a0, x4);
        t5 = Hi(a0, x4);
        t1 += Lo(a1, x0);
        t2 += Hi(a1, x0) + Lo(a1, x1);
        t3 += Hi(a1, x1) + Lo(a1, x2);
        t4 += Hi(a1, x2) + Lo(a1, x3);
        t5 += Hi(a1, x3) + Lo(a1, x4);
        t6 = Hi(a1, x4);
        t2 += Lo(a2, x0);
        t3 += Hi(a2, x0) + Lo(a2, x1);
        t4 += Hi(a2, x1) + Lo(a2, x2);
        t5 += Hi(a2, x2) + Lo(a2, x3);
        t6 += Hi(a2, x3) + Lo(a2, x4);
        t7 = Hi(a2, x4);
        t3 += Lo(a3, x0);
        t4 += Hi(a3, x0) + Lo(a3, x1);
        t5 += Hi(a3, x1) + Lo(a3, x2);
        t6 += Hi(a3, x2) + Lo(a3, x3);
        t7 += Hi(a3, x3) + Lo(a3, x4);
        t8 = Hi(a3, x4);
        t4 += Lo(a4, x0);
        t5 += Hi(a4, x0) + Lo(a4, x1);
        t6 += Hi(a4, x1) + Lo(a4, x2);
        t7 += Hi(a4, x2) + Lo(a4, x3);
        t8 += Hi(a4, x3) + Lo(a4, x4);
        t9 = Hi(a4, x4);
        ReduceDigits(0, t0, t1, t2, t3, t4, ref t5, ref t6, ref t7, ref t8, ref t9);
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

    /// <summary>a / 2, for limbs and values of either sign: p is odd, so a or a + p is even.</summary>
    public static void Halve(in FieldElement a, out FieldElement result)
    {
        long odd = a.L0 & 1;
        long l0 = a.L0 + odd, l3 = a.L3 + (P3 & -odd), l4 = a.L4 + (P4 & -odd);
        result = new FieldElement(
            (l0 >> 1) + ((a.L1 & 1) << (LimbBits - 1)),
            (a.L1 >> 1) + ((a.L2 & 1) << (LimbBits - 1)),
            (a.L2 >> 1) + ((l3 & 1) << (LimbBits - 1)),
            (l3 >> 1) + ((l4 & 1) << (LimbBits - 1)),
            l4 >> 1);
    }

    /// <summary>
    /// The mixing matrix of Poseidon, [[3, 1, 1], [1, −1, 1], [1, 1, −2]], on three reduced elements; results are below 14p if those are
    /// below 1.1p, limbs below 2^55.2.
    /// </summary>
    public static void Mix(ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        Mix(ref s0.L0, ref s1.L0, ref s2.L0, Spread0);
        Mix(ref s0.L1, ref s1.L1, ref s2.L1, Spread1);
        Mix(ref s0.L2, ref s1.L2, ref s2.L2, Spread1);
        Mix(ref s0.L3, ref s1.L3, ref s2.L3, Spread3);
        Mix(ref s0.L4, ref s1.L4, ref s2.L4, Spread4);
        AssertLimbs(s0);
        AssertLimbs(s1);
        AssertLimbs(s2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref long w0, ref long w1, ref long w2, long spread)
    {
        long sum = w0 + w1 + w2 + spread;
        w0 = sum + (2 * w0);
        w1 = sum - (2 * w1);
        w2 = sum - (3 * w2);
    }

    /// <summary>The same element, reduced; the value may be up to 2^10·p, the limbs up to 2^61.</summary>
    public static void Normalize(in FieldElement a, out FieldElement result) => Normalize(a, 1, out result);

    /// <summary>The same element with a value in about [<paramref name="multiple"/>·p, (multiple + 1)·p), carried through.</summary>
    public static void Normalize(in FieldElement a, long multiple, out FieldElement result)
    {
        // The carry of limb 3 belongs to the estimate: lazy limbs hold up to 2^9 of it.
        long q = ((a.L4 + (a.L3 >> LimbBits)) >> TopBits) - multiple;
        long l0 = a.L0 - q;
        long l1 = a.L1 + (l0 >> LimbBits);
        long l2 = a.L2 + (l1 >> LimbBits);
        long l3 = a.L3 - (q * P3) + (l2 >> LimbBits);
        long l4 = a.L4 - (q << TopBits) + (l3 >> LimbBits);
        result = new FieldElement(l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4);
    }

    /// <summary>whenSet if mask is all ones, otherwise if it is zero; no branch.</summary>
    public static FieldElement Select(long mask, in FieldElement whenSet, in FieldElement otherwise) => new(
        (whenSet.L0 & mask) | (otherwise.L0 & ~mask),
        (whenSet.L1 & mask) | (otherwise.L1 & ~mask),
        (whenSet.L2 & mask) | (otherwise.L2 & ~mask),
        (whenSet.L3 & mask) | (otherwise.L3 & ~mask),
        (whenSet.L4 & mask) | (otherwise.L4 & ~mask));

    /// <summary>
    /// Subtracts the multiple of p that makes the low half vanish; leaves the high half uncarried, value in (−p·(1 + 2^-41), T/R].
    /// With <paramref name="bias"/> = <see cref="QuotientBias"/> the quotient stays below R, and the value is in (−p, T/R + 2^-31·p).
    /// </summary>
    /// <remarks>
    /// A digit of the quotient is the limb with all its carries, up to 2^62: it cancels that limb whole, so that no digit waits for a carry.
    /// Only the last one is cut to 52 bits, which bounds the quotient.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceDigits(
        long bias, long q0, long q1, long q2, long t3, long t4, ref long t5, ref long t6, ref long t7, ref long t8, ref long t9)
    {
        // The quotient in limbs that start 16 bits higher: low, s0, …, s4; 17·s_i + 2^7·s_(i−1) is subtracted at limb i + 4.
        long low = (q0 & 0xFFFF) << 36;
        long s0 = (q0 >> 16) + ((q1 & 0xFFFF) << 36);
        long s1 = (q1 >> 16) + ((q2 & 0xFFFF) << 36);
        long q3 = t3 - ((low << 4) + low);
        long q4 = t4 - (((s0 + (low * 8)) << 4) + s0) + bias;
        long s2 = (q2 >> 16) + ((q3 & 0xFFFF) << 36);
        long s3 = (q3 >> 16) + ((q4 & 0xFFFF) << 36);
        long s4 = (long)((ulong)(q4 << 12) >> 28) - (bias >> 16);
        t5 = t5 - (((s1 + (s0 * 8)) << 4) + s1) + (q4 >> LimbBits);
        t6 -= ((s2 + (s1 * 8)) << 4) + s2;
        t7 -= ((s3 + (s2 * 8)) << 4) + s3;
        t8 -= ((s4 + (s3 * 8)) << 4) + s4;
        t9 -= s4 << 7;
    }

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
    private static long Lo(long a, long b) => (long)((ulong)(a * b) >> 12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Hi(long a, long b) => Bmi2.X64.IsSupported
        ? (long)Bmi2.X64.MultiplyNoFlags((ulong)a, (ulong)b)
        : (long)Math.BigMul((ulong)a, (ulong)b, out _);

    [Conditional("DEBUG")]
    private static void AssertFactors(in FieldElement x, in FieldElement y)
    {
        Debug.Assert(HasFactorLimbs(x) && HasFactorLimbs(y), "limb out of range");
        UInt128 values = (UInt128)(ulong)(x.L4 + (x.L3 >> LimbBits)) * (ulong)(y.L4 + (y.L3 >> LimbBits));
        Debug.Assert(values <= 512 * (UInt128)P4 * P4, "value out of range");
    }

    /// <summary>In debug builds, that these may be the limbs of both factors of a product.</summary>
    [Conditional("DEBUG")]
    public static void AssertFactor(long l0, long l1, long l2, long l3, long l4)
    {
        FieldElement x = new(l0, l1, l2, l3, l4);
        AssertFactors(x, x);
    }

    private static bool HasFactorLimbs(in FieldElement x)
    {
        const ulong limit = 1UL << 56;
        return (ulong)x.L0 < limit && (ulong)x.L1 < limit && (ulong)x.L2 < limit && (ulong)x.L3 < limit && (ulong)x.L4 < limit;
    }

    [Conditional("DEBUG")]
    private static void AssertLimbs(in FieldElement x) => Debug.Assert(HasFactorLimbs(x), "limb out of range after a subtraction");
}
