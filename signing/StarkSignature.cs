namespace LowLatencyMM.Signing;

/// <summary>An ECDSA signature on the STARK curve; both halves are in [1, 2^251).</summary>
public struct StarkSignature
{
    /// <summary>x coordinate of the nonce's point.</summary>
    public Felt R;

    /// <summary>k^-1·(message + r·key) modulo the curve order; there is no low-s rule.</summary>
    public Felt S;
}
