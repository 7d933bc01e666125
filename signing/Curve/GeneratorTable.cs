using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Lanes;

namespace LowLatencyMM.Signing.Curve;

/// <summary>
/// Multiples of the generator for k·G without doublings: for each window i of w bits the points d·2^(w·i)·G, d = 1, 3, …, 2^w − 1. Built
/// once, read-only afterwards, shared by all threads.
/// </summary>
/// <remarks>A scalar is recoded to odd digits, none of them zero, so every multiplication does the same additions.</remarks>
internal abstract class GeneratorTable
{
    private const int ScalarBits = 252;

    private static readonly Lazy<GeneratorTable> ScannedTable = new(() =>
        Vector512.IsHardwareAccelerated ? new LaneTable() : new WordTable(windowBits: 5, scans: true));

    private static readonly Lazy<GeneratorTable> IndexedTable = new(() => new WordTable(windowBits: 8, scans: false));

    /// <summary>For secret scalars: every entry of a window is read for each digit, so that the cache shows nothing of the scalar.</summary>
    public static GeneratorTable Scanned => ScannedTable.Value;

    /// <summary>Entries found by index: which lines are read depends on the scalar, and someone sharing the cache could watch it.</summary>
    public static GeneratorTable Indexed => IndexedTable.Value;

    /// <summary>For public scalars: the faster of the two on this processor.</summary>
    public static GeneratorTable Public => Vector512.IsHardwareAccelerated ? Scanned : Indexed;

    /// <summary>
    /// ±k·G for 0 &lt; k &lt; n: the sign is the one that makes the scalar odd, so the x coordinate is that of k·G;
    /// <paramref name="negated"/> is all ones if the result is −k·G, else 0.
    /// </summary>
    public abstract void Multiply(in UInt256 k, out JacobianPoint result, out long negated);

    /// <summary>Windows of so many bits that cover a scalar.</summary>
    protected static int CountWindows(int windowBits) => (ScalarBits + windowBits - 1) / windowBits;

    /// <summary>
    /// The odd one of k and n − k in digits: w bits c of the result, from any multiple of w on, stand for the odd digit 2c − (2^w − 1).
    /// </summary>
    protected static UInt256 Recode(in UInt256 k, int bitCount, out long negated)
    {
        UInt256 negative = ScalarField.Negate(k);
        ulong even = (k.V0 & 1) - 1;
        negated = (long)even;
        UInt256 odd = UInt256.Select(even, negative, k);
        // k = Σ (2c_j − 1)·2^j over all bits of the windows, with c = (k − 1)/2 plus the highest of them.
        UInt256 bits = odd.ShiftRight(1);
        return new UInt256(bits.V0, bits.V1, bits.V2, bits.V3 | (1UL << (bitCount - 193)));
    }

    /// <summary>The table's points, window by window. One inversion for all of them: prefix products forward, quotients backward.</summary>
    protected static AffinePoint[] OddMultiples(int windowBits)
    {
        JacobianPoint[] points = Multiples(windowBits);
        FieldElement[] prefixes = new FieldElement[points.Length];
        FieldElement product = FieldElement.One;
        for (int i = 0; i < points.Length; i++)
        {
            prefixes[i] = product;
            FieldElement.Multiply(product, points[i].Z, out product);
        }

        AffinePoint[] affine = new AffinePoint[points.Length];
        FieldElement inverse = JacobianPoint.InverseOf(product);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            FieldElement.Multiply(inverse, prefixes[i], out FieldElement inverseZ);
            FieldElement.Multiply(inverse, points[i].Z, out inverse);
            affine[i] = points[i].ToAffine(inverseZ);
        }

        return affine;
    }

    private static JacobianPoint[] Multiples(int windowBits)
    {
        int entries = 1 << (windowBits - 1);
        JacobianPoint[] points = new JacobianPoint[CountWindows(windowBits) * entries];
        FieldElement one = FieldElement.One;
        JacobianPoint power = JacobianPoint.From(StarkCurve.Generator);
        for (int window = 0; window < points.Length; window += entries)
        {
            JacobianPoint twice = power;
            twice.Double(one);
            AffinePoint doubled = twice.ToAffine();
            JacobianPoint odd = power;
            for (int i = 0; i < entries; i++)
            {
                points[window + i] = odd;
                // d and 2 differ and do not add up to n: never the same x.
                odd.AddDistinct(doubled);
            }

            for (int i = 0; i < windowBits; i++)
                power.Double(one);
        }

        return points;
    }
}
