using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing;

/// <summary>The SNIP-12 domain of the exchange's messages; served by its API at <c>/api/v1/info/starknet</c>.</summary>
/// <param name="Name">Application, a short string of up to 31 ASCII characters.</param>
/// <param name="Version">Version, a short string.</param>
/// <param name="ChainId">Starknet chain, a short string.</param>
/// <param name="Revision">SNIP-12 revision, hashed as a number.</param>
public sealed record SigningDomain(string Name, string Version, string ChainId, uint Revision)
{
    /// <summary>Domain of the main network.</summary>
    public static SigningDomain Mainnet { get; } = new("Perpetuals", "v0", "SN_MAIN", 1);

    /// <summary>Domain of the test network.</summary>
    public static SigningDomain Testnet { get; } = new("Perpetuals", "v0", "SN_SEPOLIA", 1);

    /// <summary>Poseidon hash of the domain; computed at each call.</summary>
    /// <exception cref="ArgumentException">A text is longer than 31 characters or not ASCII.</exception>
    public Felt Hash => Poseidon.HashMany(
        Selectors.StarknetDomain,
        ShortString.ToFelt(Name),
        ShortString.ToFelt(Version),
        ShortString.ToFelt(ChainId),
        Felt.FromUInt64(Revision));
}
