namespace LowLatencyMM.Replay;

/// <summary>How recorded signatures were checked.</summary>
public enum SignatureMode
{
    /// <summary>Each was verified against the session's public key.</summary>
    Verified,

    /// <summary>Each order was signed again with the private key, and the bytes compared.</summary>
    Recomputed,
}
