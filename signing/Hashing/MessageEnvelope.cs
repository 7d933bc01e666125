using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// The SNIP-12 revision 1 envelope around every signed struct: hash_many of 'StarkNet Message', domain hash, public key and struct hash,
/// three permutations of which the first is constant for a process.
/// </summary>
internal static class MessageEnvelope
{
    /// <summary>State after prefix and domain.</summary>
    public static PoseidonState Start(in Felt domainHash)
    {
        PoseidonState state = default;
        state.Absorb(Selectors.MessagePrefix.ToFieldElement(), domainHash.ToFieldElement());
        return state;
    }

    /// <summary>The message hash, from a state of <see cref="Start"/>: two permutations.</summary>
    public static Felt Finish(PoseidonState envelope, in FieldElement publicKey, in FieldElement structHash)
    {
        envelope.Absorb(publicKey, structHash);
        return Felt.From(envelope.FinishEven());
    }
}
