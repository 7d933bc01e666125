namespace LowLatencyMM.Signing.Hashing;

/// <summary>Starknet's Poseidon hash over the stark field (Hades permutation, 4 + 83 + 4 rounds, S-box x³, width 3, rate 2).</summary>
public static class Poseidon
{
    /// <summary>
    /// Sponge hash of any number of elements: a 1 is appended, then a 0 if the count is odd, pairs are absorbed, lane 0 is the result.
    /// </summary>
    public static Felt HashMany(params ReadOnlySpan<Felt> elements)
    {
        PoseidonState state = default;
        int i = 0;
        for (; i + 1 < elements.Length; i += 2)
            state.Absorb(elements[i].ToFieldElement(), elements[i + 1].ToFieldElement());
        return Felt.From(i < elements.Length ? state.FinishOdd(elements[i].ToFieldElement()) : state.FinishEven());
    }

    /// <summary>Lane 0 of the permutation of (x, y, 2).</summary>
    public static Felt Hash(in Felt x, in Felt y) => Permute(x, y, Felt.FromUInt64(2)).Lane0;

    /// <summary>Lane 0 of the permutation of (x, 0, 1).</summary>
    public static Felt HashSingle(in Felt x) => Permute(x, default, Felt.FromUInt64(1)).Lane0;

    /// <summary>The Hades permutation itself.</summary>
    public static (Felt Lane0, Felt Lane1, Felt Lane2) Permute(in Felt lane0, in Felt lane1, in Felt lane2)
    {
        PoseidonState state = new() { S0 = lane0.ToFieldElement(), S1 = lane1.ToFieldElement(), S2 = lane2.ToFieldElement() };
        state.Permute();
        return (Felt.From(state.S0), Felt.From(state.S1), Felt.From(state.S2));
    }
}
