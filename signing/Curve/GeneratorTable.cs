using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Curve;

/// <summary>
/// Multiples of the generator for k·G without doublings: for each window i of w bits the points d·2^(w·i)·G, d = 1, 3, …, 2^w − 1. Built
/// once, read-only afterwards, shared by all threads.
/// </summary>
/// <remarks>
/// Unmanaged, one cache line per entry, coordinates packed to 256 bits. A scalar is recoded to odd digits, none of them zero, so every
/// multiplication does the same additions: 31 with eight bits. Which lines are read is the one thing that depends on the scalar, and only
/// someone sharing the cache could watch it; <see cref="Scanned"/> reads all of them.
/// </remarks>
internal sealed unsafe class GeneratorTable
{
    private const int ScalarBits = 252;
    private const int CacheLine = 64;

    private readonly Entry* _entries;
    private readonly int _windowBits;
    private readonly int _windows;
    private readonly bool _scans;

    /// <summary>Entries found by index: 8 bits, 32 windows, 262 kB.</summary>
    public static readonly GeneratorTable Shared = new(StarkCurve.Generator, windowBits: 8, scans: false);

    private static readonly Lazy<GeneratorTable> ScannedTable = new(() => new GeneratorTable(StarkCurve.Generator, windowBits: 5, scans: true));

    private GeneratorTable(in AffinePoint generator, int windowBits, bool scans)
    {
        _windowBits = windowBits;
        _windows = (ScalarBits + windowBits - 1) / windowBits;
        _scans = scans;
        int count = _windows * EntriesPerWindow;
        // Lives as long as the process, like the static that holds it.
        _entries = (Entry*)NativeMemory.AlignedAlloc((nuint)(count * CacheLine), CacheLine);
        JacobianPoint[] points = new JacobianPoint[count];
        FieldElement one = FieldElement.One;
        JacobianPoint power = JacobianPoint.From(generator);
        for (int window = 0; window < _windows; window++)
        {
            JacobianPoint twice = power;
            twice.Double(one);
            AffinePoint doubled = twice.ToAffine();
            JacobianPoint odd = power;
            for (int i = 0; i < EntriesPerWindow; i++)
            {
                points[(window * EntriesPerWindow) + i] = odd;
                // d and 2 differ and do not add up to n: never the same x.
                odd.AddDistinct(doubled);
            }

            for (int i = 0; i < windowBits; i++)
                power.Double(one);
        }

        WriteAffine(points);
    }

    /// <summary>
    /// For hosts that others share: every entry of a window is read for each digit, so that the cache shows nothing of the scalar. Slower;
    /// 5 bits, 51 windows, 52 kB, built at the first use.
    /// </summary>
    public static GeneratorTable Scanned => ScannedTable.Value;

    private int EntriesPerWindow => 1 << (_windowBits - 1);

    /// <summary>
    /// ±k·G for 0 &lt; k &lt; n: the sign is the one that makes the scalar odd, so the x coordinate is that of k·G;
    /// <paramref name="negated"/> is all ones if the result is −k·G, else 0.
    /// </summary>
    /// <remarks>
    /// Digits are added from the lowest window up. Each partial sum is then smaller in magnitude than the next term, and the total
    /// is neither 0 nor twice the top term modulo n, so the incomplete addition never meets equal x coordinates.
    /// </remarks>
    public void Multiply(in UInt256 k, out JacobianPoint result, out long negated)
    {
        UInt256 negative = ScalarField.Negate(k);
        ulong even = (k.V0 & 1) - 1;
        negated = (long)even;
        UInt256 odd = UInt256.Select(even, negative, k);

        // k = Σ (2c_j − 1)·2^j over all bits of the windows, with c = (k − 1)/2 plus the highest of them; w bits of c make a
        // digit 2c − (2^w − 1).
        UInt256 bits = odd.ShiftRight(1);
        bits = new UInt256(bits.V0, bits.V1, bits.V2, bits.V3 | (1UL << ((_windowBits * _windows) - 193)));
        Load(0, bits.V0, out AffinePoint first);
        bits = bits.ShiftRight(_windowBits);
        Load(1, bits.V0, out AffinePoint term);
        result = JacobianPoint.AddDistinct(first, term);
        for (int window = 2; window < _windows; window++)
        {
            bits = bits.ShiftRight(_windowBits);
            Load(window, bits.V0, out term);
            result.AddDistinct(term);
        }
    }

    /// <summary>The point of the odd digit 2c − (2^w − 1), c being the lowest bits.</summary>
    private void Load(int window, ulong bits, out AffinePoint point)
    {
        // The upper half of the values of c stands for 1, 3, …; the lower half for …, −3, −1.
        int c = (int)bits & ((1 << _windowBits) - 1);
        long positive = -(long)(c >> (_windowBits - 1));
        int index = (c ^ (int)~positive) & (EntriesPerWindow - 1);
        Entry* entries = _entries + (window * EntriesPerWindow);
        Entry entry = _scans ? Scan(entries, index) : entries[index];
        point.X = FieldElement.FromLimbs(entry.X);
        FieldElement y = FieldElement.FromLimbs(entry.Y);
        FieldElement zero = FieldElement.Zero;
        FieldElement.Subtract(zero, y, out FieldElement minusY);
        point.Y = FieldElement.Select(positive, y, minusY);
    }

    private Entry Scan(Entry* entries, int index)
    {
        Vector256<long> x = Vector256<long>.Zero;
        Vector256<long> y = Vector256<long>.Zero;
        Vector256<long> distance = Vector256.Create((long)index);
        for (Entry* end = entries + EntriesPerWindow; entries < end; entries++)
        {
            Vector256<long> isWanted = Vector256.Equals(distance, Vector256<long>.Zero);
            x |= Vector256.LoadAligned((long*)&entries->X) & isWanted;
            y |= Vector256.LoadAligned((long*)&entries->Y) & isWanted;
            distance -= Vector256<long>.One;
        }

        return new Entry { X = Unsafe.BitCast<Vector256<long>, UInt256>(x), Y = Unsafe.BitCast<Vector256<long>, UInt256>(y) };
    }

    /// <summary>One inversion for all points: prefix products forward, quotients backward.</summary>
    private void WriteAffine(JacobianPoint[] points)
    {
        FieldElement[] prefixes = new FieldElement[points.Length];
        FieldElement product = FieldElement.One;
        for (int i = 0; i < points.Length; i++)
        {
            prefixes[i] = product;
            FieldElement.Multiply(product, points[i].Z, out product);
        }

        FieldElement inverse = JacobianPoint.InverseOf(product);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            FieldElement.Multiply(inverse, prefixes[i], out FieldElement inverseZ);
            FieldElement.Multiply(inverse, points[i].Z, out inverse);
            AffinePoint affine = points[i].ToAffine(inverseZ);
            _entries[i].X = affine.X.ToLimbs();
            _entries[i].Y = affine.Y.ToLimbs();
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = CacheLine)]
    private struct Entry
    {
        public UInt256 X;
        public UInt256 Y;
    }
}
