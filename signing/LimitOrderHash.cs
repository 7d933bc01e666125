using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing;

/// <summary>SNIP-12 revision 1 message hash of a vault order, as the exchange and its contract compute it.</summary>
/// <remarks>
/// Eleven elements, six permutations: selector and source; receiver and base asset; base amount and quote asset; quote amount and fee
/// asset; fee and expiration; salt and padding.
/// </remarks>
public static class LimitOrderHash
{
    /// <summary>The message hash; nothing kept between calls, no allocation.</summary>
    /// <param name="domainHash"><see cref="SigningDomain.Hash"/>.</param>
    /// <param name="publicKey">The signer's Stark key (x coordinate).</param>
    /// <param name="order">The order.</param>
    public static Felt Compute(in Felt domainHash, in Felt publicKey, in LimitOrderMessage order) =>
        MessageEnvelope.Finish(MessageEnvelope.Start(domainHash), publicKey.ToFieldElement(), ComputeStruct(order));

    /// <summary>hash_many of selector and fields, without the envelope.</summary>
    internal static FieldElement ComputeStruct(in LimitOrderMessage order)
    {
        PoseidonState state = Start(order.SourcePositionId);
        AbsorbReceiver(ref state, order);
        return Finish(state, order);
    }

    /// <summary>State after selector and source: constant for an account.</summary>
    internal static PoseidonState Start(uint sourcePositionId)
    {
        PoseidonState state = default;
        state.Absorb(Selectors.LimitOrder.ToFieldElement(), FieldElement.FromUInt64(sourcePositionId));
        return state;
    }

    /// <summary>Continues with receiver and base asset: constant for a vault and market.</summary>
    internal static void AbsorbReceiver(ref PoseidonState state, in LimitOrderMessage order) =>
        state.Absorb(FieldElement.FromUInt64(order.ReceivePositionId), order.BaseAssetId.ToFieldElement());

    /// <summary>The rest: four permutations.</summary>
    internal static FieldElement Finish(PoseidonState state, in LimitOrderMessage order)
    {
        state.Absorb(Felt.FromInt64(order.BaseAmount).ToFieldElement(), order.QuoteAssetId.ToFieldElement());
        state.Absorb(Felt.FromInt64(order.QuoteAmount).ToFieldElement(), order.FeeAssetId.ToFieldElement());
        state.Absorb(FieldElement.FromUInt64(order.FeeAmount), FieldElement.FromUInt64(order.ExpirationSeconds));
        return state.FinishOdd(FieldElement.FromUInt64(order.Salt));
    }
}
