using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// The sponge of Poseidon, width 3, rate 2, between two absorptions: a value that can be kept and continued from, which is how the
/// constant beginning of an order's hash is paid for once.
/// </summary>
/// <remarks>
/// Hot path: no allocation, no branch on a value. Lanes are below 14p with limbs below 2^55.2; reduced input may be added to them.
/// </remarks>
internal struct PoseidonState
{
    private static readonly FieldElement[] Constants = PoseidonConstants.Compress();

    public FieldElement S0;
    public FieldElement S1;
    public FieldElement S2;

    /// <summary>Adds a pair of reduced elements to the rate lanes and permutes.</summary>
    public void Absorb(in FieldElement a, in FieldElement b)
    {
        FieldElement.Add(S0, a, out S0);
        FieldElement.Add(S1, b, out S1);
        Permute();
    }

    /// <summary>Ends a hash of an even number of elements: absorbs the padding (1, 0).</summary>
    public FieldElement FinishEven()
    {
        Absorb(FieldElement.One, FieldElement.Zero);
        return Lane0();
    }

    /// <summary>Ends a hash of an odd number of elements: absorbs the last one and the padding 1.</summary>
    public FieldElement FinishOdd(in FieldElement last)
    {
        Absorb(last, FieldElement.One);
        return Lane0();
    }

    /// <summary>The Hades permutation.</summary>
    public void Permute()
    {
        if (Vector512.IsHardwareAccelerated)
            PermuteInVectors();
        else
            PermuteInWords();
    }

    /// <summary><see cref="Permute"/> for processors with vectors of 512 bits.</summary>
    internal void PermuteInVectors()
    {
        FullRounds.RunBefore(ref S0, ref S1, ref S2);
        PartialRounds.RunInVectors(ref S0, ref S1, ref S2);
        FullRounds.RunAfter(ref S0, ref S1, ref S2);
    }

    /// <summary><see cref="Permute"/> for processors without them.</summary>
    internal void PermuteInWords()
    {
        ref FieldElement constant = ref MemoryMarshal.GetArrayDataReference(Constants);
        for (int round = 1; round < PoseidonConstants.FullRoundsBefore; round++)
        {
            Cubes(ref constant);
            FieldElement.Mix(ref S0, ref S1, ref S2);
            constant = ref Unsafe.Add(ref constant, PoseidonConstants.Width);
        }

        Cubes(ref constant);
        PartialRounds.RunInWords(ref S0, ref S1, ref S2);
        constant = ref Unsafe.Add(ref constant, PoseidonConstants.Width + PoseidonConstants.PartialRounds);
        for (int round = 0; round < PoseidonConstants.FullRoundsAfter; round++)
        {
            Cubes(ref constant);
            FieldElement.Mix(ref S0, ref S1, ref S2);
            constant = ref Unsafe.Add(ref constant, PoseidonConstants.Width);
        }
    }

    private readonly FieldElement Lane0()
    {
        FieldElement.Normalize(S0, out FieldElement lane);
        return lane;
    }

    /// <summary>Adds three constants and cubes: the three squares before the three products, because each runs beside the one before it.</summary>
    private void Cubes(ref FieldElement constant)
    {
        FieldElement.Add(S0, constant, out FieldElement x0);
        FieldElement.Add(S1, Unsafe.Add(ref constant, 1), out FieldElement x1);
        FieldElement.Add(S2, Unsafe.Add(ref constant, 2), out FieldElement x2);
        FieldElement.Square(x0, out S0);
        FieldElement.Square(x1, out S1);
        FieldElement.Square(x2, out S2);
        FieldElement.Multiply(x0, S0, out S0);
        FieldElement.Multiply(x1, S1, out S1);
        FieldElement.Multiply(x2, S2, out S2);
    }
}
