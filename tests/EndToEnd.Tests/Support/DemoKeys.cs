using System.Globalization;
using LowLatencyMM.Signing;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>The simulator's public test account, as the environment would give it.</summary>
internal static class DemoKeys
{
    public static readonly IReadOnlyDictionary<string, string> Variables = new Dictionary<string, string>
    {
        ["API_KEY"] = DemoAccount.ApiKey,
        ["STARK_PUBLIC"] = DemoAccount.StarkPublicKey,
        ["STARK_PRIVATE"] = DemoAccount.StarkPrivateKey,
        ["VAULT_NUMBER"] = DemoAccount.Vault.ToString(CultureInfo.InvariantCulture),
        ["EXTENDED_ENV"] = "testnet",
    };

    public static string? Lookup(string name) => Variables.GetValueOrDefault(name);

    public static StarkPrivateKey PrivateKey()
    {
        Assert.True(StarkPrivateKey.TryParseHex(DemoAccount.StarkPrivateKey, out StarkPrivateKey? key));
        return key!;
    }
}
