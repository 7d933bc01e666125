using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Rest;

/// <summary>The signing domain (SNIP-12).</summary>
/// <param name="Name">Name, Perpetuals.</param>
/// <param name="Version">Version, v0.</param>
/// <param name="ChainId">SN_MAIN or SN_SEPOLIA.</param>
/// <param name="Revision">Revision, 1.</param>
public sealed record StarknetDomain(string Name, string Version, string ChainId, int Revision)
{
    /// <summary>As the signer takes it.</summary>
    public SigningDomain ToSigningDomain() => new(Name, Version, ChainId, checked((uint)Revision));
}
