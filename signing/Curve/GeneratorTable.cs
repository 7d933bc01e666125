using System.Runtime.InteropServices;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Curve;

/// <summary>
/// Multiples of the generator for k·G without doublings: for each window i of 7 bits the points d·2^(7i)·G, d = 1, 3, …, 127. Built
/// once at start-up, read-only afterwards, shared by all threads.
/// </summary>
/// <remarks>
/// 36 windows × 64 entries × 64 bytes = 147 kB: unmanaged, one cache line per entry, coordinates packed to 256 bits. A scalar is
/// recoded to odd digits, none of them zero, so every multiplication does the same 35 additions.
/// </remarks>
internal sealed unsafe class GeneratorTable
{
    public const int WindowBits = 7;
    public const int Windows = 36;
    private const int EntriesPerWindow = 1 << (WindowBits - 1);
    private const int CacheLine = 64;

    private readonly Entry* _entries;

    /// <summary>The table of G.</summary>
    public static readonly GeneratorTable Shared = new(StarkCurve.Generator);

    private GeneratorTable(in AffinePoint generator)
    {
        const int count = Windows * EntriesPerWindow;
        // Lives as long as the process, like the static that holds it.
        _entries = (Entry*)NativeMemory.AlignedAlloc(count * CacheLine, CacheLine);
        JacobianPoint[] points = new JacobianPoint[count];
        FieldElement one = FieldElement.One;
        JacobianPoint power = JacobianPoint.From(generator);
        for (int window = 0; window < Windows; window++)
        {
            JacobianPoint doubled = power;
            doubled.Double(one);
            JacobianPoint odd = power;
            for (int i = 0; i < EntriesPerWindow; i++)
            {
                points[(window * EntriesPerWindow) + i] = odd;
                odd.AddComplete(doubled, one);
            }

            for (int i = 0; i < WindowBits; i++)
                power.Double(one);
        }

        WriteAffine(points);
    }

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

        // k = Σ (2c_j − 1)·2^j over 252 bits, with c = (k − 1)/2 + 2^251; seven bits of c make a digit 2c − 127.
        UInt256 bits = odd.ShiftRight(1);
        bits = new UInt256(bits.V0, bits.V1, bits.V2, bits.V3 | (1UL << 59));
        Load(0, (int)bits.V0 & 0x7F, out AffinePoint term);
        result = JacobianPoint.From(term);
        for (int window = 1; window < Windows; window++)
        {
            bits = bits.ShiftRight(WindowBits);
            Load(window, (int)bits.V0 & 0x7F, out term);
            result.AddDistinct(term);
        }
    }

    /// <summary>The point of the odd digit 2c − 127.</summary>
    private void Load(int window, int c, out AffinePoint point)
    {
        // c in [64, 127] stands for 1, 3, … 127; c in [0, 63] for −127, … −1.
        long positive = -(long)(c >> (WindowBits - 1));
        int index = (c ^ (int)~positive) & (EntriesPerWindow - 1);
        Entry* entry = _entries + ((window * EntriesPerWindow) + index);
        point.X = FieldElement.FromLimbs(entry->X);
        FieldElement y = FieldElement.FromLimbs(entry->Y);
        FieldElement zero = FieldElement.Zero;
        FieldElement.Subtract(zero, y, out FieldElement minusY);
        point.Y = FieldElement.Select(positive, y, minusY);
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
