using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;

namespace LowLatencyMM.Signing.Lanes;

/// <summary>
/// k·G in eight lanes: each sums its share of 42 windows of 6 bits, six steps for all of them at once, and three more additions sum the
/// lanes. Made for processors with vectors of 512 bits.
/// </summary>
/// <remarks>
/// <para>Every entry of a step is read for its digits, in the same order for every scalar: a row of eight vectors holds one entry of eight
/// windows, so reading all 32 costs a fifteenth of what the additions cost. 98 kB, read in one sweep.</para>
/// <para>No addition meets equal x coordinates. Digits are odd, so what a lane or a group of lanes sums is an odd multiple of 2^b, where b is
/// its first bit, and smaller than the next summand. Sums without lane 0 are multiples of 2^30 below 2^253 and so never 0 modulo n, which is
/// odd; those of lanes 0 to 3 are below 2^126. The last addition, low + high = k, could fail at low − high = −n only, where high = n + low;
/// but high is an odd multiple of 2^126 and bit 126 of n is zero.</para>
/// </remarks>
internal sealed unsafe class LaneTable : GeneratorTable
{
    private const int WindowBits = 6;
    private const int Lanes = 8;
    private const int Steps = 6;
    private const int Entries = 1 << (WindowBits - 1);
    private const int Windows = 42;

    // Four words for each coordinate.
    private const int Row = 8;
    private const int VectorBytes = 64;

    private readonly Vector512<long>* _rows;

    public LaneTable()
    {
        // Lives as long as the process, like the static that holds it.
        _rows = (Vector512<long>*)NativeMemory.AlignedAlloc(Steps * Entries * Row * VectorBytes, VectorBytes);
        AffinePoint[] points = OddMultiples(WindowBits);
        for (int step = 0; step < Steps; step++)
        {
            for (int entry = 0; entry < Entries; entry++)
            {
                for (int lane = 0; lane < Lanes; lane++)
                {
                    // A lane of five windows has one of the next lane's after them, which is not added.
                    int window = Math.Min(FirstWindow(lane) + step, Windows - 1);
                    AffinePoint point = points[(window * Entries) + entry];
                    long* words = (long*)(_rows + (((step * Entries) + entry) * Row)) + lane;
                    Write(words, point.X.ToLimbs());
                    Write(words + (Row / 2 * Lanes), point.Y.ToLimbs());
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Multiply(in UInt256 k, out JacobianPoint result, out long negated)
    {
        UInt256 bits = Recode(k, WindowBits * Windows, out negated);
        // From the first bit of each lane on.
        Vector512<long> digits = Vector512.Create(
            (long)bits.V0,
            Block(bits.V0, bits.V1, 30),
            Block(bits.V0, bits.V1, 60),
            Block(bits.V1, bits.V2, 90 - 64),
            Block(bits.V1, bits.V2, 126 - 64),
            Block(bits.V2, bits.V3, 156 - 128),
            Block(bits.V2, bits.V3, 186 - 128),
            (long)(bits.V3 >> (216 - 192)));
        Load(0, digits, out FieldVector x, out FieldVector y);
        digits >>>= WindowBits;
        Load(1, digits, out FieldVector nextX, out FieldVector nextY);
        PointVector sum = PointVector.AddDistinct(x, y, nextX, nextY);
        for (int step = 2; step < Steps - 1; step++)
        {
            digits >>>= WindowBits;
            Load(step, digits, out x, out y);
            sum.AddDistinct(x, y);
        }

        // The last step is one of lanes 3 and 7 alone.
        digits >>>= WindowBits;
        Load(Steps - 1, digits, out x, out y);
        PointVector longer = sum;
        longer.AddDistinct(x, y);
        Vector512<long> sixWindows = Vector512.Create(0, 0, 0, -1L, 0, 0, 0, -1L);
        FieldVector.Select(sixWindows, longer.X, sum.X, out sum.X);
        FieldVector.Select(sixWindows, longer.Y, sum.Y, out sum.Y);
        FieldVector.Select(sixWindows, longer.Z, sum.Z, out sum.Z);

        sum.AddExchanged(Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6));
        sum.AddExchanged(Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5));
        sum.AddExchanged(Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3));
        result.X = sum.X.ToElement(0);
        result.Y = sum.Y.ToElement(0);
        result.Z = sum.Z.ToElement(0);
    }

    /// <summary>Five windows a lane; lanes 3 and 7, the last of each half, have six.</summary>
    private static int FirstWindow(int lane) => (lane * (Steps - 1)) + (lane / 4);

    /// <summary>The digits of a lane's windows, and others above them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Block(ulong low, ulong high, int shift) => (long)((low >> shift) | (high << (64 - shift)));

    private static void Write(long* words, in UInt256 value)
    {
        words[0] = (long)value.V0;
        words[Lanes] = (long)value.V1;
        words[2 * Lanes] = (long)value.V2;
        words[3 * Lanes] = (long)value.V3;
    }

    /// <summary>The points of the lowest digits of every lane.</summary>
    private void Load(int step, Vector512<long> digits, out FieldVector x, out FieldVector y)
    {
        // The upper half of a digit's values stands for 1, 3, …; the lower half for …, −3, −1.
        Vector512<long> negative = ((digits >>> (WindowBits - 1)) & Vector512<long>.One) - Vector512<long>.One;
        Vector512<long> distance = (digits ^ negative) & Vector512.Create((long)Entries - 1);
        Vector512<long> x0 = default, x1 = default, x2 = default, x3 = default, y0 = default, y1 = default, y2 = default, y3 = default;
        Vector512<long>* end = _rows + ((step + 1) * Entries * Row);
        for (Vector512<long>* row = _rows + (step * Entries * Row); row < end; row += Row)
        {
            Vector512<long> isWanted = Vector512.Equals(distance, Vector512<long>.Zero);
            x0 |= row[0] & isWanted;
            x1 |= row[1] & isWanted;
            x2 |= row[2] & isWanted;
            x3 |= row[3] & isWanted;
            y0 |= row[4] & isWanted;
            y1 |= row[5] & isWanted;
            y2 |= row[6] & isWanted;
            y3 |= row[7] & isWanted;
            distance -= Vector512<long>.One;
        }

        x = FieldVector.Unpack(x0, x1, x2, x3);
        y = FieldVector.Unpack(y0, y1, y2, y3);
        y.NegateWhere(negative);
    }
}
