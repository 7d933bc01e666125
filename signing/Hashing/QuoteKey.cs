namespace LowLatencyMM.Signing.Hashing;

/// <summary>Everything of an account's order but expiration and salt: market, signed size, both collateral amounts.</summary>
internal readonly record struct QuoteKey(BaseKey Base, Felt QuoteAssetId, long QuoteAmount, Felt FeeAssetId, ulong FeeAmount) : IStateKey<QuoteKey>
{
    public static QuoteKey Of(in OrderMessage order) => new(
        new BaseKey(order.BaseAssetId, order.BaseAmount), order.QuoteAssetId, order.QuoteAmount, order.FeeAssetId, order.FeeAmount);

    // The amounts of a price ladder are an arithmetic progression, which the multiplication spreads without collisions.
    public ulong Spread => Base.Spread + ((ulong)QuoteAmount * BaseKey.Golden);
}
