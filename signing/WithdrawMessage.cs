namespace LowLatencyMM.Signing;

/// <summary>The exchange's SNIP-12 message "WithdrawArgs": collateral from a position to a Starknet address. Every field enters the hash.</summary>
public struct WithdrawMessage
{
    /// <summary>The Starknet address that receives.</summary>
    public Felt Recipient;

    /// <summary>The position that pays.</summary>
    public uint PositionId;

    /// <summary>The collateral asset.</summary>
    public Felt CollateralId;

    /// <summary>Amount in units of 1 / collateral resolution.</summary>
    public ulong Amount;

    /// <summary>Expiration in seconds since 1970.</summary>
    public ulong ExpirationSeconds;

    /// <summary>The withdrawal's nonce; any field element.</summary>
    public Felt Salt;
}
