namespace LowLatencyMM.Simulator;

/// <summary>
/// The simulator's one account. Its keys are fixed and public (the exchange's own unit-test key): they open nothing but a simulator.
/// </summary>
public static class DemoAccount
{
    /// <summary>Value of the <c>X-Api-Key</c> header.</summary>
    public const string ApiKey = "lowlatencymm-demo-key";

    /// <summary>The Stark public key (<c>l2Key</c>).</summary>
    public const string StarkPublicKey = "0x61c5e7e8339b7d56f197f54ea91b776776690e3232313de0f2ecbd0ef76f466";

    /// <summary>The private key that belongs to it.</summary>
    public const string StarkPrivateKey = "0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";

    /// <summary>The vault (position id) that orders settle against.</summary>
    public const uint Vault = 10002;

    /// <summary>The account's number.</summary>
    public const long AccountId = 100023;
}
