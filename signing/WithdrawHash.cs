using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing;

/// <summary>SNIP-12 revision 1 message hash of a withdrawal, as the exchange and its contract compute it: seven elements, four permutations.</summary>
public static class WithdrawHash
{
    /// <summary>The message hash; nothing kept between calls, no allocation.</summary>
    /// <param name="domainHash"><see cref="SigningDomain.Hash"/>.</param>
    /// <param name="publicKey">The signer's Stark key (x coordinate).</param>
    /// <param name="withdrawal">The withdrawal.</param>
    public static Felt Compute(in Felt domainHash, in Felt publicKey, in WithdrawMessage withdrawal) =>
        MessageEnvelope.Finish(MessageEnvelope.Start(domainHash), publicKey.ToFieldElement(), ComputeStruct(withdrawal));

    /// <summary>hash_many of selector and fields, without the envelope.</summary>
    internal static FieldElement ComputeStruct(in WithdrawMessage withdrawal)
    {
        PoseidonState state = default;
        state.Absorb(Selectors.Withdraw.ToFieldElement(), withdrawal.Recipient.ToFieldElement());
        state.Absorb(FieldElement.FromUInt64(withdrawal.PositionId), withdrawal.CollateralId.ToFieldElement());
        state.Absorb(FieldElement.FromUInt64(withdrawal.Amount), FieldElement.FromUInt64(withdrawal.ExpirationSeconds));
        return state.FinishOdd(withdrawal.Salt.ToFieldElement());
    }
}
