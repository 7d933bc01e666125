using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// The sponge of Poseidon, width 3, rate 2, between two absorptions: a value that can be kept and continued from, which is how the
/// constant beginning of an order's hash is paid for once.
/// </summary>
/// <remarks>
/// Hot path: no allocation, no branch on a value. Lanes are below 11p with limbs below 2^55; reduced input may be added to them.
/// </remarks>
internal struct PoseidonState
{
    private static readonly FieldElement[] Constants = PoseidonConstants.Compress();
    private static readonly FieldElement OneQuarter = Quarter();

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
        ref FieldElement constant = ref MemoryMarshal.GetArrayDataReference(Constants);
        for (int round = 0; round < PoseidonConstants.FullRoundsBefore; round++)
        {
            FullRound(ref constant);
            constant = ref Unsafe.Add(ref constant, PoseidonConstants.Width);
        }

        PartialRounds(ref constant);
        constant = ref Unsafe.Add(ref constant, PoseidonConstants.PartialRounds);
        for (int round = 0; round < PoseidonConstants.FullRoundsAfter; round++)
        {
            FullRound(ref constant);
            constant = ref Unsafe.Add(ref constant, PoseidonConstants.Width);
        }
    }

    private readonly FieldElement Lane0()
    {
        FieldElement.Normalize(S0, out FieldElement lane);
        return lane;
    }

    private void FullRound(ref FieldElement constant)
    {
        FieldElement.Add(S0, constant, out FieldElement x0);
        FieldElement.Add(S1, Unsafe.Add(ref constant, 1), out FieldElement x1);
        FieldElement.Add(S2, Unsafe.Add(ref constant, 2), out FieldElement x2);
        FieldElement.Cube(x0, out FieldElement w0);
        FieldElement.Cube(x1, out FieldElement w1);
        FieldElement.Cube(x2, out FieldElement w2);
        FieldElement.Mix(w0, w1, w2, out S0, out S1, out S2);
    }

    /// <summary>
    /// 83 rounds that cube lane 2 only. With T = s0 + s1, S = 4·s0 and w = (z + c)³ they are z' = T − 2w, T' = S + 2w,
    /// S' = 2T' + 4T, so that nothing but z waits for the cube; T and S are reduced every second round, aside from the critical path.
    /// </summary>
    private void PartialRounds(ref FieldElement constant)
    {
        FieldElement.Add(S0, S1, out FieldElement t);
        FieldElement.Normalize(t, 3, out t);
        FieldElement.Quadruple(S0, out FieldElement s);
        FieldElement.Normalize(s, 3, out s);
        FieldElement z = S2;
        for (int pair = 0; pair < PoseidonConstants.PartialRounds / 2; pair++)
        {
            FieldElement.PartialRound(constant, ref z, ref t, ref s);
            FieldElement.PartialRound(Unsafe.Add(ref constant, 1), ref z, ref t, ref s);
            FieldElement.Normalize(t, 3, out t);
            FieldElement.Normalize(s, 3, out s);
            constant = ref Unsafe.Add(ref constant, 2);
        }

        FieldElement.PartialRound(constant, ref z, ref t, ref s);
        FieldElement.Normalize(s, out s);
        FieldElement.Multiply(s, OneQuarter, out S0);
        FieldElement.Subtract(t, S0, out S1);
        S2 = z;
    }

    private static FieldElement Quarter()
    {
        UInt256 inverse = ModularInverse.Field.Invert(new UInt256(4, 0, 0, 0));
        return FieldElement.FromInteger(inverse);
    }
}
