namespace LowLatencyMM.Simulator.Matching;

/// <summary>What the check of an order's signature gave.</summary>
internal enum SignatureVerdict : byte
{
    /// <summary>Not signed, or not readable as a signature.</summary>
    Missing,

    /// <summary>Signed by the account's key for its vault, over exactly this order.</summary>
    Valid,

    /// <summary>The key is not the account's.</summary>
    WrongKey,

    /// <summary>The signature does not belong to this order.</summary>
    Invalid,

    /// <summary>The vault is not the account's.</summary>
    WrongVault,
}
