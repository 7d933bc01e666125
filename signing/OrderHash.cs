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
    public static Felt Compute(in Felt domainHash, in Felt publicKey, in OrderMessage order)
    {
        PoseidonState structState = StartOrder(order.PositionId);
        AbsorbBase(ref structState, order);
        PoseidonState envelope = StartMessage(domainHash);
        FieldElement key = publicKey.ToFieldElement();
        return Complete(structState, envelope, key, order);
    }

    /// <summary>State after selector and position: constant for an account.</summary>
    internal static PoseidonState StartOrder(uint positionId)
    {
        PoseidonState state = default;
        state.Absorb(Selectors.Order.ToFieldElement(), FieldElement.FromUInt64(positionId));
        return state;
    }

    /// <summary>Continues with base asset and signed size: constant for a market and clip size.</summary>
    internal static void AbsorbBase(ref PoseidonState state, in OrderMessage order) =>
        state.Absorb(order.BaseAssetId.ToFieldElement(), Felt.FromInt64(order.BaseAmount).ToFieldElement());

    /// <summary>State of the envelope after prefix and domain: constant for a process.</summary>
    internal static PoseidonState StartMessage(in Felt domainHash)
    {
        PoseidonState state = default;
        state.Absorb(Selectors.MessagePrefix.ToFieldElement(), domainHash.ToFieldElement());
        return state;
    }

    /// <summary>The rest of the order and of the envelope: six permutations.</summary>
    internal static Felt Complete(PoseidonState structState, PoseidonState envelope, in FieldElement publicKey, in OrderMessage order)
    {
        structState.Absorb(order.QuoteAssetId.ToFieldElement(), Felt.FromInt64(order.QuoteAmount).ToFieldElement());
        structState.Absorb(order.FeeAssetId.ToFieldElement(), FieldElement.FromUInt64(order.FeeAmount));
        structState.Absorb(FieldElement.FromUInt64(order.ExpirationSeconds), FieldElement.FromUInt64(order.Salt));
        envelope.Absorb(publicKey, structState.FinishEven());
        return Felt.From(envelope.FinishEven());
    }
}
