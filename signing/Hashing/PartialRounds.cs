using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// The 83 rounds of the permutation that cube lane 2 only, a chain of cubes that wait for each other. Hot path: no allocation, no branch
/// on a value.
/// </summary>
/// <remarks>
/// <para>With U = (s0 + s1) / 2 and w = (z + c)³, z being lane 2, a round is z' = 2·U − 2·w and U' = 2·U + 4·V + w, where V is U one
/// round earlier: nothing but z' waits for the cube, and U' has a whole round to be reduced in.</para>
/// <para>Before the first round, from the cubes of the last full one: U = 2·w0 + w2, V = (w0 + w1) / 2, z = w0 + w1 − 2·w2. After the last,
/// s0 = U + 2·V and s1 = U − 2·V.</para>
/// <para>Where vectors of 512 bits exist, U and V live in them: beside the multiplications they then cost a tenth of the round instead of a fifth.</para>
/// </remarks>
internal static unsafe class PartialRounds
{
    // Five limbs take a cache line, as in a vector.
    private const int Stride = 8;

    // 4p, spread so that every limb but the last is at least 2^54 − 4: no limb of z goes below zero.
    private static readonly long[] Spread =
    [
        4 + (1L << 54), (1L << 54) - 4, (1L << 54) - 4, (4 * FieldElement.P3) + (1L << 54) - 4, (4 * FieldElement.P4) - 4,
    ];

    // A line for each round's constant with 4p added, and one without a constant after them.
    private static readonly long* Lines = CreateLines();

    /// <summary>
    /// From the cubes of the last full round before, not mixed yet (value within ±1.1p, limbs in [−2^9, 2^52 + 2^9]), to the lanes after
    /// the partial rounds: below 11p, limbs below 2^55. U and V are in vectors of 512 bits.
    /// </summary>
    [SkipLocalsInit]
    public static void RunInVectors(ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        Start(s0, s1, s2, out FieldElement z, out FieldElement uStart, out FieldElement vStart);
        long z0 = z.L0, z1 = z.L1, z2 = z.L2, z3 = z.L3, z4 = z.L4;
        Vector512<long> u = Load(uStart), v = Load(vStart);
        Vector512<long> modulus = Vector512.Create(1, 0, 0, FieldElement.P3, FieldElement.P4, 0, 0, 0);
        Vector512<long> kept = Vector512.Create(FieldElement.Mask, FieldElement.Mask, FieldElement.Mask, FieldElement.Mask, -1, 0, 0, 0);
        Vector512<long> carrying = Vector512.Create(-1L, -1, -1, -1, 0, 0, 0, 0);
        long* sum = stackalloc long[Stride];
        long* line = Lines;
        long* end = line + (PoseidonConstants.PartialRounds * Stride);
        for (; line < end; line += Stride)
        {
            FieldElement.AssertFactor(z0, z1, z2, z3, z4);
            Vector512.Store(Vector512.Load(line + Stride) + u + u, sum);
            Vector512<long> next = u + v + v;
            next += next;
            FieldElement.CubeLimbs(z0, z1, z2, z3, z4, out long l0, out long l1, out long l2, out long l3, out long l4);
            z0 = sum[0] - (2 * l0);
            z1 = sum[1] - (2 * l1);
            z2 = sum[2] - (2 * l2);
            z3 = sum[3] - (2 * l3);
            z4 = sum[4] - (2 * l4);
            next += Vector512.Create(l0, l1, l2, l3, l4, 0, 0, 0);
            // The quotient by p, at most 7, from the last limb; then one pass of carries.
            next -= Vector512.Shuffle(next >> FieldElement.TopBits, Vector512.Create(4L)) * modulus;
            v = u;
            u = (next & kept) + Vector512.Shuffle((next >> FieldElement.LimbBits) & carrying, Vector512.Create(7L, 0, 1, 2, 3, 7, 7, 7));
        }

        Finish(Store(u), Store(v), out s0, out s1);
        s2 = new FieldElement(z0, z1, z2, z3, z4);
    }

    /// <summary>The same with U and V in words, for processors without such vectors.</summary>
    public static void RunInWords(ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        Start(s0, s1, s2, out FieldElement z, out FieldElement u, out FieldElement v);
        long z0 = z.L0, z1 = z.L1, z2 = z.L2, z3 = z.L3, z4 = z.L4;
        long* line = Lines;
        long* end = line + (PoseidonConstants.PartialRounds * Stride);
        for (; line < end; line += Stride)
        {
            FieldElement.AssertFactor(z0, z1, z2, z3, z4);
            FieldElement.CubeLimbs(z0, z1, z2, z3, z4, out long l0, out long l1, out long l2, out long l3, out long l4);
            z0 = Mix(l0, line[Stride], ref u.L0, ref v.L0);
            z1 = Mix(l1, line[Stride + 1], ref u.L1, ref v.L1);
            z2 = Mix(l2, line[Stride + 2], ref u.L2, ref v.L2);
            z3 = Mix(l3, line[Stride + 3], ref u.L3, ref v.L3);
            z4 = Mix(l4, line[Stride + 4], ref u.L4, ref v.L4);
            FieldElement.Normalize(u, 0, out u);
        }

        Finish(u, v, out s0, out s1);
        s2 = new FieldElement(z0, z1, z2, z3, z4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Mix(long w, long constant, ref long u, ref long v)
    {
        long old = u;
        u = (2 * (old + (2 * v))) + w;
        v = old;
        return constant + (2 * (old - w));
    }

    /// <summary>z + c of the first round, U and V, both in about [0, p).</summary>
    private static void Start(
        in FieldElement w0, in FieldElement w1, in FieldElement w2, out FieldElement z, out FieldElement u, out FieldElement v)
    {
        FieldElement.Add(w0, w1, out FieldElement sum);
        z = new FieldElement(
            sum.L0 - (2 * w2.L0) + Lines[0],
            sum.L1 - (2 * w2.L1) + Lines[1],
            sum.L2 - (2 * w2.L2) + Lines[2],
            sum.L3 - (2 * w2.L3) + Lines[3],
            sum.L4 - (2 * w2.L4) + Lines[4]);
        FieldElement.Halve(sum, out v);
        FieldElement.Normalize(v, 0, out v);
        FieldElement.Add(w0, w0, out u);
        FieldElement.Add(u, w2, out u);
        FieldElement.Normalize(u, 0, out u);
    }

    private static void Finish(in FieldElement u, in FieldElement v, out FieldElement s0, out FieldElement s1)
    {
        FieldElement.Add(v, v, out FieldElement doubled);
        FieldElement.Add(u, doubled, out s0);
        FieldElement.Subtract(u, doubled, out s1);
        // One pass of carries leaves limbs of −1 at the least.
        FieldElement.Normalize(s0, out s0);
    }

    private static Vector512<long> Load(in FieldElement x) => Vector512.Create(x.L0, x.L1, x.L2, x.L3, x.L4, 0, 0, 0);

    private static FieldElement Store(Vector512<long> x) => new(x[0], x[1], x[2], x[3], x[4]);

    private static long* CreateLines()
    {
        FieldElement[] constants = PoseidonConstants.Compress();
        // Lives as long as the process, like the static that holds it.
        long* lines = (long*)NativeMemory.AlignedAlloc((PoseidonConstants.PartialRounds + 1) * Stride * sizeof(long), Stride * sizeof(long));
        for (int round = 0; round <= PoseidonConstants.PartialRounds; round++)
        {
            FieldElement constant = round < PoseidonConstants.PartialRounds ? constants[PoseidonConstants.FirstPartial + round] : default;
            long* line = lines + (round * Stride);
            line[0] = constant.L0 + Spread[0];
            line[1] = constant.L1 + Spread[1];
            line[2] = constant.L2 + Spread[2];
            line[3] = constant.L3 + Spread[3];
            line[4] = constant.L4 + Spread[4];
            line[5] = line[6] = line[7] = 0;
        }

        return lines;
    }
}
