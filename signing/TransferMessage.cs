namespace LowLatencyMM.Signing;

/// <summary>The exchange's SNIP-12 message "TransferArgs": collateral from one position to another. Every field enters the hash.</summary>
public struct TransferMessage
{
    /// <summary>The position that receives.</summary>
    public uint RecipientPositionId;

    /// <summary>The position that sends.</summary>
    public uint SenderPositionId;

    /// <summary>The collateral asset.</summary>
    public Felt CollateralId;

    /// <summary>Amount in units of 1 / collateral resolution.</summary>
    public ulong Amount;

    /// <summary>Expiration in seconds since 1970.</summary>
    public ulong ExpirationSeconds;

    /// <summary>The transfer's nonce; any field element.</summary>
    public Felt Salt;
}
