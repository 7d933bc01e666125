using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Curve;

/// <summary>
/// A table for additions one after the other: 31 with eight bits (262 kB), 50 with five (52 kB). Unmanaged, one cache line per entry,
/// coordinates packed to 256 bits.
/// </summary>
internal sealed unsafe class WordTable : GeneratorTable
{
    private const int CacheLine = 64;

    private readonly Entry* _entries;
    private readonly int _windowBits;
    private readonly int _windows;
    private readonly bool _scans;

    public WordTable(int windowBits, bool scans)
    {
        _windowBits = windowBits;
        _windows = CountWindows(windowBits);
        _scans = scans;
        AffinePoint[] points = OddMultiples(windowBits);
        // Lives as long as the process, like the static that holds it.
        _entries = (Entry*)NativeMemory.AlignedAlloc((nuint)(points.Length * CacheLine), CacheLine);
        for (int i = 0; i < points.Length; i++)
            _entries[i] = new Entry { X = points[i].X.ToLimbs(), Y = points[i].Y.ToLimbs() };
    }

    private int EntriesPerWindow => 1 << (_windowBits - 1);

    /// <inheritdoc/>
    /// <remarks>
    /// Digits are added from the lowest window up. Each partial sum is then smaller in magnitude than the next term, and the total
    /// is neither 0 nor twice the top term modulo n, so the incomplete addition never meets equal x coordinates.
    /// </remarks>
    public override void Multiply(in UInt256 k, out JacobianPoint result, out long negated)
    {
        UInt256 bits = Recode(k, _windowBits * _windows, out negated);
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

    [StructLayout(LayoutKind.Sequential, Size = CacheLine)]
    private struct Entry
    {
        public UInt256 X;
        public UInt256 Y;
    }
}
