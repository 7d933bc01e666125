using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Lanes;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// The four rounds before and the four after the partial ones, which cube every lane of the state: the three cubes at once, in the first
/// lanes of vectors. For processors with vectors of 512 bits. Hot path: no allocation, no branch on a value.
/// </summary>
/// <remarks>A lane is within ±14p when it is cubed, so a cube is in (−1.1p, 0.1p).</remarks>
internal static unsafe class FullRounds
{
    private const int Spread = PoseidonConstants.FullRoundsBefore + PoseidonConstants.FullRoundsAfter;

    // The constants of the eight rounds, and 8p after them, limbs above 2^53: what makes the last result positive.
    private static readonly FieldVector* Lines = CreateLines();

    /// <summary>
    /// From the lanes of a state (below 13p, limbs below 2^55) to the cubes of the fourth round, not mixed; limbs in [−2^9, 2^52 + 2^9].
    /// </summary>
    public static void RunBefore(ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        Load(s0, s1, s2, out FieldVector state);
        AddConstants(ref state, 0);
        for (int round = 1; round < PoseidonConstants.FullRoundsBefore; round++)
        {
            Cube(state, out state);
            Mix(ref state);
            AddConstants(ref state, round);
        }

        Cube(state, out state);
        Store(state, out s0, out s1, out s2);
    }

    /// <summary>From the lanes after the partial rounds to those of the permutation: in (0, 14p), limbs in [0, 2^52 + 2^3].</summary>
    public static void RunAfter(ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        Load(s0, s1, s2, out FieldVector state);
        AddConstants(ref state, PoseidonConstants.FullRoundsBefore);
        for (int next = PoseidonConstants.FullRoundsBefore + 1; next <= Spread; next++)
        {
            Cube(state, out state);
            Mix(ref state);
            AddConstants(ref state, next);
        }

        Store(state, out s0, out s1, out s2);
    }

    private static void Cube(in FieldVector x, out FieldVector result)
    {
        FieldVector.Square(x, out FieldVector square);
        FieldVector.Multiply(square, x, out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddConstants(ref FieldVector state, int line)
    {
        FieldVector.Add(state, Lines[line], out state);
        state.Carry();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref FieldVector w)
    {
        w.L0 = Mix(w.L0);
        w.L1 = Mix(w.L1);
        w.L2 = Mix(w.L2);
        w.L3 = Mix(w.L3);
        w.L4 = Mix(w.L4);
    }

    /// <summary>The sum of the lanes, plus 2·w0, −2·w1 and −3·w2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Mix(Vector512<long> w) =>
        w
        + Vector512.Shuffle(w, Vector512.Create(1L, 2, 0, 7, 7, 7, 7, 7))
        + Vector512.Shuffle(w, Vector512.Create(2L, 0, 1, 7, 7, 7, 7, 7))
        + (w * Vector512.Create(2L, -2, -3, 0, 0, 0, 0, 0));

    private static void Load(in FieldElement s0, in FieldElement s1, in FieldElement s2, out FieldVector state)
    {
        state.L0 = Vector512.Create(s0.L0, s1.L0, s2.L0, 0, 0, 0, 0, 0);
        state.L1 = Vector512.Create(s0.L1, s1.L1, s2.L1, 0, 0, 0, 0, 0);
        state.L2 = Vector512.Create(s0.L2, s1.L2, s2.L2, 0, 0, 0, 0, 0);
        state.L3 = Vector512.Create(s0.L3, s1.L3, s2.L3, 0, 0, 0, 0, 0);
        state.L4 = Vector512.Create(s0.L4, s1.L4, s2.L4, 0, 0, 0, 0, 0);
    }

    private static void Store(in FieldVector state, out FieldElement s0, out FieldElement s1, out FieldElement s2)
    {
        s0 = new FieldElement(state.L0[0], state.L1[0], state.L2[0], state.L3[0], state.L4[0]);
        s1 = new FieldElement(state.L0[1], state.L1[1], state.L2[1], state.L3[1], state.L4[1]);
        s2 = new FieldElement(state.L0[2], state.L1[2], state.L2[2], state.L3[2], state.L4[2]);
    }

    private static FieldVector* CreateLines()
    {
        FieldElement[] constants = PoseidonConstants.Compress();
        int size = Unsafe.SizeOf<FieldVector>();
        // Lives as long as the process, like the static that holds it.
        FieldVector* lines = (FieldVector*)NativeMemory.AlignedAlloc((nuint)((Spread + 1) * size), 64);
        for (int round = 0; round < Spread; round++)
        {
            int first = round < PoseidonConstants.FullRoundsBefore
                ? round * PoseidonConstants.Width
                : PoseidonConstants.FirstFullAfter + ((round - PoseidonConstants.FullRoundsBefore) * PoseidonConstants.Width);
            Load(constants[first], constants[first + 1], constants[first + 2], out lines[round]);
        }

        FieldElement.Subtract(FieldElement.Zero, FieldElement.Zero, out FieldElement spread);
        Load(spread, spread, spread, out lines[Spread]);
        return lines;
    }
}
