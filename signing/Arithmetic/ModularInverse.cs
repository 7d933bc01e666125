using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LowLatencyMM.Signing.Arithmetic;

/// <summary>
/// Inverse modulo an odd number below 2^252 by Bernstein and Yang's division steps ("Fast constant-time gcd computation and modular
/// inversion", 2019), in the variant that starts at δ = 1/2.
/// </summary>
/// <remarks>
/// Hot path: no allocation, and constant time: always ten batches of 60 steps (590 steps suffice for 256 bits) with masks instead of
/// branches, so that neither a nonce nor projective coordinates show in the time it takes. Values are five limbs of 60 bits, the last
/// one signed.
/// </remarks>
internal readonly struct ModularInverse
{
    private const int LimbBits = 60;
    private const int HalfBatch = LimbBits / 2;
    private const int Batches = 10;
    private const long Mask = (1L << LimbBits) - 1;

    private readonly Limbs _modulus;

    // modulus^-1 modulo 2^60.
    private readonly ulong _modulusInverse;

    private ModularInverse(in UInt256 modulus)
    {
        _modulus = Limbs.From(modulus);
        ulong inverse = modulus.V0;
        // Newton: an odd number is its own inverse modulo 8; each step doubles the bits.
        for (int bits = 3; bits < 64; bits *= 2)
            inverse *= 2 - (modulus.V0 * inverse);
        _modulusInverse = inverse;
    }

    /// <summary>Inverse modulo p.</summary>
    public static readonly ModularInverse Field = new(FieldElement.Modulus);

    /// <summary>Inverse modulo n.</summary>
    public static readonly ModularInverse Scalar = new(ScalarField.Order);

    /// <summary>x^-1 modulo the modulus, in [0, modulus), for x in [0, modulus); 0 for 0.</summary>
    public UInt256 Invert(in UInt256 x)
    {
        Limbs f = _modulus;
        Limbs g = Limbs.From(x);
        Limbs d = default;
        Limbs e = default;
        e.L0 = 1;
        long zeta = -1;
        for (int batch = 0; batch < Batches; batch++)
        {
            zeta = DivisionSteps(zeta, (ulong)f.L0 | ((ulong)f.L1 << LimbBits), (ulong)g.L0 | ((ulong)g.L1 << LimbBits), out Matrix matrix);
            UpdateCoefficients(ref d, ref e, matrix);
            UpdateValues(ref f, ref g, matrix);
        }

        return Finish(d, f.L4 >> 63);
    }

    /// <summary>60 division steps on the low words; the matrix is scaled by 2^60. zeta = −(δ + 1/2).</summary>
    private static long DivisionSteps(long zeta, ulong f, ulong g, out Matrix matrix)
    {
        zeta = HalfBatchOfSteps(zeta, ref f, ref g, out Matrix first);
        zeta = HalfBatchOfSteps(zeta, ref f, ref g, out Matrix second);
        matrix = new Matrix(
            (second.U * first.U) + (second.V * first.Q),
            (second.U * first.V) + (second.V * first.R),
            (second.Q * first.U) + (second.R * first.Q),
            (second.Q * first.V) + (second.R * first.R));
        return zeta;
    }

    /// <summary>
    /// 30 steps. The rows of the matrix stay below 2^30 in magnitude and go through the same sums, so each is one word: its second
    /// entry times 2^32 plus its first.
    /// </summary>
    private static long HalfBatchOfSteps(long zeta, ref ulong fWord, ref ulong gWord, out Matrix matrix)
    {
        ulong f = fWord, g = gWord;
        ulong upper = 1, lower = 1UL << 32;
        for (int i = 0; i < HalfBatch; i++)
        {
            // With δ > 0 and g odd: (f, g) becomes (g, (g − f)/2); otherwise (f, (g + (g mod 2)·f)/2).
            ulong isPositive = (ulong)(zeta >> 63);
            ulong isOdd = 0 - (g & 1);
            g += ((f ^ isPositive) - isPositive) & isOdd;
            lower += ((upper ^ isPositive) - isPositive) & isOdd;
            ulong swap = isPositive & isOdd;
            zeta = (zeta ^ (long)swap) - 1;
            f += g & swap;
            upper += lower & swap;
            g >>= 1;
            upper <<= 1;
        }

        fWord = f;
        gWord = g;
        long u = (int)upper, q = (int)lower;
        matrix = new Matrix(u, ((long)upper - u) >> 32, q, ((long)lower - q) >> 32);
        return zeta;
    }

    /// <summary>(f, g) = matrix·(f, g) / 2^60, exact.</summary>
    private static void UpdateValues(ref Limbs f, ref Limbs g, in Matrix m)
    {
        Accumulator first = default;
        Accumulator second = default;
        first.Add(m.U, f.L0, m.V, g.L0);
        second.Add(m.Q, f.L0, m.R, g.L0);
        first.ShiftRight();
        second.ShiftRight();
        first.Add(m.U, f.L1, m.V, g.L1);
        second.Add(m.Q, f.L1, m.R, g.L1);
        f.L0 = first.TakeLimb();
        g.L0 = second.TakeLimb();
        first.Add(m.U, f.L2, m.V, g.L2);
        second.Add(m.Q, f.L2, m.R, g.L2);
        f.L1 = first.TakeLimb();
        g.L1 = second.TakeLimb();
        first.Add(m.U, f.L3, m.V, g.L3);
        second.Add(m.Q, f.L3, m.R, g.L3);
        f.L2 = first.TakeLimb();
        g.L2 = second.TakeLimb();
        first.AddSigned(m.U, f.L4, m.V, g.L4);
        second.AddSigned(m.Q, f.L4, m.R, g.L4);
        f.L3 = first.TakeLimb();
        g.L3 = second.TakeLimb();
        f.L4 = first.Low();
        g.L4 = second.Low();
    }

    /// <summary>(d, e) = matrix·(d, e) / 2^60 modulo the modulus M; both stay in (−2M, M).</summary>
    private void UpdateCoefficients(ref Limbs d, ref Limbs e, in Matrix m)
    {
        // Start with +M for each negative factor, then choose the multiple of M that makes the low limb vanish.
        long dSign = d.L4 >> 63;
        long eSign = e.L4 >> 63;
        long dTimes = (m.U & dSign) + (m.V & eSign);
        long eTimes = (m.Q & dSign) + (m.R & eSign);
        Accumulator first = default;
        Accumulator second = default;
        first.Add(m.U, d.L0, m.V, e.L0);
        second.Add(m.Q, d.L0, m.R, e.L0);
        dTimes -= (long)((((ulong)first.Low() * _modulusInverse) + (ulong)dTimes) & Mask);
        eTimes -= (long)((((ulong)second.Low() * _modulusInverse) + (ulong)eTimes) & Mask);
        first.Add(dTimes, _modulus.L0);
        second.Add(eTimes, _modulus.L0);
        first.ShiftRight();
        second.ShiftRight();

        first.Add(m.U, d.L1, m.V, e.L1);
        second.Add(m.Q, d.L1, m.R, e.L1);
        first.Add(dTimes, _modulus.L1);
        second.Add(eTimes, _modulus.L1);
        d.L0 = first.TakeLimb();
        e.L0 = second.TakeLimb();
        first.Add(m.U, d.L2, m.V, e.L2);
        second.Add(m.Q, d.L2, m.R, e.L2);
        first.Add(dTimes, _modulus.L2);
        second.Add(eTimes, _modulus.L2);
        d.L1 = first.TakeLimb();
        e.L1 = second.TakeLimb();
        first.Add(m.U, d.L3, m.V, e.L3);
        second.Add(m.Q, d.L3, m.R, e.L3);
        first.Add(dTimes, _modulus.L3);
        second.Add(eTimes, _modulus.L3);
        d.L2 = first.TakeLimb();
        e.L2 = second.TakeLimb();
        first.AddSigned(m.U, d.L4, m.V, e.L4);
        second.AddSigned(m.Q, d.L4, m.R, e.L4);
        first.Add(dTimes, _modulus.L4);
        second.Add(eTimes, _modulus.L4);
        d.L3 = first.TakeLimb();
        e.L3 = second.TakeLimb();
        d.L4 = first.Low();
        e.L4 = second.Low();
    }

    /// <summary>d in (−2M, M), negated if f ended at −1, brought into [0, M).</summary>
    private UInt256 Finish(Limbs d, long negate)
    {
        AddModulusIfNegative(ref d);
        d.L0 = (d.L0 ^ negate) - negate;
        d.L1 = (d.L1 ^ negate) - negate;
        d.L2 = (d.L2 ^ negate) - negate;
        d.L3 = (d.L3 ^ negate) - negate;
        d.L4 = (d.L4 ^ negate) - negate;
        d.Carry();
        AddModulusIfNegative(ref d);
        return d.ToInteger();
    }

    private void AddModulusIfNegative(ref Limbs d)
    {
        long mask = d.L4 >> 63;
        d.L0 += _modulus.L0 & mask;
        d.L1 += _modulus.L1 & mask;
        d.L2 += _modulus.L2 & mask;
        d.L3 += _modulus.L3 & mask;
        d.L4 += _modulus.L4 & mask;
        d.Carry();
    }

    /// <summary>Division steps as a matrix with rows (U, V) and (Q, R).</summary>
    private readonly struct Matrix(long u, long v, long q, long r)
    {
        public readonly long U = u;
        public readonly long V = v;
        public readonly long Q = q;
        public readonly long R = r;
    }

    /// <summary>Five limbs of 60 bits, the last one signed.</summary>
    private struct Limbs
    {
        public long L0;
        public long L1;
        public long L2;
        public long L3;
        public long L4;

        public static Limbs From(in UInt256 x) => new()
        {
            L0 = (long)x.V0 & Mask,
            L1 = (long)((x.V0 >> 60) | (x.V1 << 4)) & Mask,
            L2 = (long)((x.V1 >> 56) | (x.V2 << 8)) & Mask,
            L3 = (long)((x.V2 >> 52) | (x.V3 << 12)) & Mask,
            L4 = (long)(x.V3 >> 48),
        };

        public readonly UInt256 ToInteger() => new(
            (ulong)(L0 | (L1 << 60)),
            (ulong)((L1 >> 4) | (L2 << 56)),
            (ulong)((L2 >> 8) | (L3 << 52)),
            (ulong)((L3 >> 12) | (L4 << 48)));

        public void Carry()
        {
            L1 += L0 >> LimbBits;
            L2 += L1 >> LimbBits;
            L3 += L2 >> LimbBits;
            L4 += L3 >> LimbBits;
            L0 &= Mask;
            L1 &= Mask;
            L2 &= Mask;
            L3 &= Mask;
        }
    }

    /// <summary>A signed 128-bit sum of products.</summary>
    private struct Accumulator
    {
        private ulong _low;
        private long _high;

        /// <summary>Adds factor·limb for a limb that is not negative.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(long factor, long limb)
        {
            ulong low = (ulong)factor * (ulong)limb;
            ulong high = Bmi2.X64.IsSupported
                ? Bmi2.X64.MultiplyNoFlags((ulong)factor, (ulong)limb)
                : Math.BigMul((ulong)factor, (ulong)limb, out _);
            // A negative factor was read as 2^64 more than it is.
            _high += (long)high - (limb & (factor >> 63));
            _low += low;
            _high += _low < low ? 1L : 0L;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(long a, long b, long c, long d)
        {
            Add(a, b);
            Add(c, d);
        }

        /// <summary>Adds factor·limb for a limb of either sign.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddSigned(long a, long b, long c, long d)
        {
            Add(a, b);
            Add(c, d);
            _high -= (a & (b >> 63)) + (c & (d >> 63));
        }

        public readonly long Low() => (long)_low;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void ShiftRight()
        {
            _low = (_low >> LimbBits) | ((ulong)_high << (64 - LimbBits));
            _high >>= LimbBits;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public long TakeLimb()
        {
            long limb = (long)_low & Mask;
            ShiftRight();
            return limb;
        }
    }
}
