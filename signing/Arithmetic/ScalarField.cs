using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LowLatencyMM.Signing.Arithmetic;

/// <summary>Arithmetic modulo n, the prime order of the STARK curve: plain integers in [0, n), Montgomery products with R = 2^256.</summary>
/// <remarks>Hot path: no allocation, no branch on a value. Only six products are needed per signature, so there is nothing to tune.</remarks>
internal static class ScalarField
{
    private const ulong N0 = 0x1e66_a241_adc6_4d2f;
    private const ulong N1 = 0xb781_126d_cae7_b232;
    private const ulong N2 = 0xffff_ffff_ffff_ffff;
    private const ulong N3 = 0x0800_0000_0000_0010;

    // −n^-1 modulo 2^64.
    private const ulong NegatedInverse = 0xbb6b_3c4c_e8bd_e631;

    public static UInt256 Order => new(N0, N1, N2, N3);

    private static UInt256 RSquared => new(
        0x6021_b3f1_ea1c_688d, 0x509c_f64d_14ce_60b9, 0xbaf0_ab4c_f78b_babb, 0x07d9_e57c_2333_766e);

    /// <summary>a·R mod n.</summary>
    public static UInt256 ToMontgomery(in UInt256 a)
    {
        UInt256 rSquared = RSquared;
        return MontgomeryMultiply(a, rSquared);
    }

    /// <summary>a·b mod n for plain a and b below n.</summary>
    public static UInt256 Multiply(in UInt256 a, in UInt256 b)
    {
        UInt256 lifted = ToMontgomery(a);
        return MontgomeryMultiply(lifted, b);
    }

    /// <summary>a·b·R^-1 mod n, in [0, n), for a·b &lt; n·2^256.</summary>
    public static UInt256 MontgomeryMultiply(in UInt256 a, in UInt256 b)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0;
        Step(a.V0, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(a.V1, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(a.V2, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(a.V3, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        return ReduceOnce(new UInt256(t0, t1, t2, t3));
    }

    public static UInt256 Add(in UInt256 a, in UInt256 b) => ReduceOnce(UInt256.Add(a, b, out _));

    /// <summary>n − a for 0 &lt; a &lt; n.</summary>
    public static UInt256 Negate(in UInt256 a)
    {
        UInt256 order = Order;
        return UInt256.Subtract(order, a, out _);
    }

    /// <summary>a modulo n for a &lt; 2n.</summary>
    public static UInt256 ReduceOnce(in UInt256 a)
    {
        UInt256 order = Order;
        UInt256 reduced = UInt256.Subtract(a, order, out ulong below);
        return UInt256.Select(0 - below, a, reduced);
    }

    /// <summary>One word of the interleaved product and reduction: t = (t + word·b + q·n) / 2^64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ulong word, in UInt256 b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4)
    {
        ulong carry = 0;
        t0 = MultiplyAdd(word, b.V0, t0, ref carry);
        t1 = MultiplyAdd(word, b.V1, t1, ref carry);
        t2 = MultiplyAdd(word, b.V2, t2, ref carry);
        t3 = MultiplyAdd(word, b.V3, t3, ref carry);
        t4 += carry;

        ulong q = t0 * NegatedInverse;
        carry = 0;
        _ = MultiplyAdd(q, N0, t0, ref carry);
        t0 = MultiplyAdd(q, N1, t1, ref carry);
        t1 = MultiplyAdd(q, N2, t2, ref carry);
        t2 = MultiplyAdd(q, N3, t3, ref carry);
        t3 = t4 + carry;
        // n < 2^252 keeps the running sum below 2^256, so no fifth word remains.
        t4 = 0;
    }

    /// <summary>Low word of a·b + addend + carry; the high word becomes the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong low = a * b;
        ulong high = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
        low += addend;
        high += low < addend ? 1UL : 0UL;
        low += carry;
        high += low < carry ? 1UL : 0UL;
        carry = high;
        return low;
    }
}
