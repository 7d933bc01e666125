namespace LowLatencyMM.Signing;

/// <summary>The exchange's SNIP-12 message "Order": what an order's signature promises. Every field enters the hash.</summary>
public struct OrderMessage
{
    /// <summary>The account's position, called vault in the API.</summary>
    public uint PositionId;

    /// <summary>The market's synthetic asset (<c>l2Config.syntheticId</c>).</summary>
    public Felt BaseAssetId;

    /// <summary>Synthetic amount in units of 1 / synthetic resolution; positive for a buy, negative for a sell.</summary>
    public long BaseAmount;

    /// <summary>The market's collateral asset (<c>l2Config.collateralId</c>).</summary>
    public Felt QuoteAssetId;

    /// <summary>Collateral amount in units of 1 / collateral resolution; negative for a buy, positive for a sell.</summary>
    public long QuoteAmount;

    /// <summary>Asset of the fee: the collateral.</summary>
    public Felt FeeAssetId;

    /// <summary>Highest fee allowed, in units of 1 / collateral resolution.</summary>
    public ulong FeeAmount;

    /// <summary>Expiration in seconds since 1970, including the exchange's 14 days of settlement time.</summary>
    public ulong ExpirationSeconds;

    /// <summary>The order's nonce.</summary>
    public ulong Salt;
}
