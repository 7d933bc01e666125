using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing;

/// <summary>SNIP-12 revision 1 message hash of a transfer, as the exchange and its contract compute it: seven elements, four permutations.</summary>
public static class TransferHash
{
    /// <summary>The message hash; nothing kept between calls, no allocation.</summary>
    /// <param name="domainHash"><see cref="SigningDomain.Hash"/>.</param>
    /// <param name="publicKey">The signer's Stark key (x coordinate).</param>
    /// <param name="transfer">The transfer.</param>
    public static Felt Compute(in Felt domainHash, in Felt publicKey, in TransferMessage transfer) =>
        MessageEnvelope.Finish(MessageEnvelope.Start(domainHash), publicKey.ToFieldElement(), ComputeStruct(transfer));

    /// <summary>hash_many of selector and fields, without the envelope.</summary>
    internal static FieldElement ComputeStruct(in TransferMessage transfer)
    {
        PoseidonState state = default;
        state.Absorb(Selectors.Transfer.ToFieldElement(), FieldElement.FromUInt64(transfer.RecipientPositionId));
        state.Absorb(FieldElement.FromUInt64(transfer.SenderPositionId), transfer.CollateralId.ToFieldElement());
        state.Absorb(FieldElement.FromUInt64(transfer.Amount), FieldElement.FromUInt64(transfer.ExpirationSeconds));
        return state.FinishOdd(transfer.Salt.ToFieldElement());
    }
}
