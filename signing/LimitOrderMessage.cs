namespace LowLatencyMM.Signing;

/// <summary>The exchange's SNIP-12 message "LimitOrder": an order between two positions, used for vaults. Every field enters the hash.</summary>
public struct LimitOrderMessage
{
    /// <summary>The position that gives.</summary>
    public uint SourcePositionId;

    /// <summary>The position that receives.</summary>
    public uint ReceivePositionId;

    /// <summary>The market's synthetic asset.</summary>
    public Felt BaseAssetId;

    /// <summary>Synthetic amount in units of 1 / synthetic resolution; positive for a buy, negative for a sell.</summary>
    public long BaseAmount;

    /// <summary>The collateral asset.</summary>
    public Felt QuoteAssetId;

    /// <summary>Collateral amount in units of 1 / collateral resolution; negative for a buy, positive for a sell.</summary>
    public long QuoteAmount;

    /// <summary>Asset of the fee: the collateral.</summary>
    public Felt FeeAssetId;

    /// <summary>Highest fee allowed, in units of 1 / collateral resolution.</summary>
    public ulong FeeAmount;

    /// <summary>Expiration in seconds since 1970.</summary>
    public ulong ExpirationSeconds;

    /// <summary>The order's nonce.</summary>
    public ulong Salt;
}
