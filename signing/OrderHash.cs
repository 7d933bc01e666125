using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing;

/// <summary>SNIP-12 revision 1 message hash of an order, as the exchange and its contract compute it.</summary>
/// <remarks>
/// The struct takes six permutations and the envelope three: selector and position; base asset and amount; quote asset and amount;
/// fee asset and amount; expiration and salt; padding. Then 'StarkNet Message' and domain; public key and struct hash; padding.
/// What stays the same from order to order is kept as a <see cref="PoseidonState"/> by <see cref="StarkSigner"/>.
/// </remarks>
public static class OrderHash
{
    /// <summary>The message hash; nothing kept between calls, no allocation.</summary>
    /// <param name="domainHash"><see cref="SigningDomain.Hash"/>.</param>
    /// <param name="publicKey">The signer's Stark key (x coordinate).</param>
    /// <param name="order">The order.</param>
    public static Felt Compute(in Felt domainHash, in Felt publicKey, in OrderMessage order) =>
        MessageEnvelope.Finish(MessageEnvelope.Start(domainHash), publicKey.ToFieldElement(), ComputeStruct(order));

    /// <summary>hash_many of selector and fields, without the envelope.</summary>
    internal static FieldElement ComputeStruct(in OrderMessage order)
    {
        PoseidonState state = Start(order.PositionId);
        AbsorbBase(ref state, order);
        AbsorbQuoteAndFee(ref state, order);
        return Finish(state, order);
    }

    /// <summary>State after selector and position: constant for an account.</summary>
    internal static PoseidonState Start(uint positionId)
    {
        PoseidonState state = default;
        state.Absorb(Selectors.Order.ToFieldElement(), FieldElement.FromUInt64(positionId));
        return state;
    }

    /// <summary>Continues with base asset and signed size: constant for a market and clip size.</summary>
    internal static void AbsorbBase(ref PoseidonState state, in OrderMessage order) =>
        state.Absorb(order.BaseAssetId.ToFieldElement(), Felt.FromInt64(order.BaseAmount).ToFieldElement());

    /// <summary>Continues with both collateral amounts: constant for a price and fee rate.</summary>
    internal static void AbsorbQuoteAndFee(ref PoseidonState state, in OrderMessage order)
    {
        state.Absorb(order.QuoteAssetId.ToFieldElement(), Felt.FromInt64(order.QuoteAmount).ToFieldElement());
        state.Absorb(order.FeeAssetId.ToFieldElement(), FieldElement.FromUInt64(order.FeeAmount));
    }

    /// <summary>Ends with what is new in every order, expiration and salt: two permutations.</summary>
    internal static FieldElement Finish(PoseidonState state, in OrderMessage order)
    {
        state.Absorb(FieldElement.FromUInt64(order.ExpirationSeconds), FieldElement.FromUInt64(order.Salt));
        return state.FinishEven();
    }
}
