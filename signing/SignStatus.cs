namespace LowLatencyMM.Signing;

/// <summary>What became of a request to sign.</summary>
public enum SignStatus
{
    /// <summary>Signed.</summary>
    Signed,

    /// <summary>
    /// The hash is 2^251 or more (probability about 2^-55 for a real hash): not signed, and never reduced. Another nonce gives another
    /// hash.
    /// </summary>
    MessageOutOfRange,
}
