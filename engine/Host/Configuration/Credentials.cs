using System.Globalization;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Host.Configuration;

/// <summary>The account's keys, in types that cannot be printed.</summary>
public sealed class Credentials : IDisposable
{
    private Credentials(SecretText apiKey, StarkPrivateKey privateKey, Felt publicKey, uint vault)
    {
        ApiKey = apiKey;
        PrivateKey = privateKey;
        PublicKey = publicKey;
        Vault = vault;
    }

    /// <summary>The API key.</summary>
    public SecretText ApiKey { get; }

    /// <summary>The Stark private key.</summary>
    public StarkPrivateKey PrivateKey { get; }

    /// <summary>The Stark public key; belongs to <see cref="PrivateKey"/>.</summary>
    public Felt PublicKey { get; }

    /// <summary>The vault (position) number.</summary>
    public uint Vault { get; }

    /// <summary>Builds credentials from text and checks that the keys belong together.</summary>
    /// <param name="lookup">Gives a variable's value, or null: the environment, or a fixed set.</param>
    /// <exception cref="UserErrorException">A variable is missing or malformed, or the keys do not belong together. Secret values are not shown.</exception>
    public static Credentials Read(Func<string, string?> lookup)
    {
        string apiKey = ApiKeyText(lookup);
        string vaultText = Required(lookup, "VAULT_NUMBER");
        if (!uint.TryParse(vaultText, NumberStyles.None, CultureInfo.InvariantCulture, out uint vault))
            throw Wrong("VAULT_NUMBER", $"is no whole number from 0 to {uint.MaxValue} (its value is not shown: keys are easily exchanged)");
        string publicText = Required(lookup, "STARK_PUBLIC");
        if (!Felt.TryParseHex(publicText, out Felt publicKey))
            throw Wrong("STARK_PUBLIC", "is no field element in hex (its value is not shown: keys are easily exchanged)");
        if (!StarkPrivateKey.TryParseHex(Required(lookup, "STARK_PRIVATE"), out StarkPrivateKey? privateKey))
            throw Wrong("STARK_PRIVATE", "is not a private key: expected hex, at least 1 and below the curve's order (its value is not shown)");
        if (!privateKey.DerivePublicKey().Equals(publicKey))
        {
            privateKey.Dispose();
            throw Wrong("STARK_PUBLIC", "does not belong to STARK_PRIVATE");
        }
        return new Credentials(new SecretText(apiKey), privateKey, publicKey, vault);
    }

    /// <summary>The API key alone: all that reading the account and cancelling need.</summary>
    /// <exception cref="UserErrorException">It is missing or malformed; its value is not shown.</exception>
    public static SecretText ReadApiKey(Func<string, string?> lookup) => new(ApiKeyText(lookup));

    /// <inheritdoc/>
    public void Dispose()
    {
        ApiKey.Dispose();
        PrivateKey.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => SecretText.Mask;

    private static string ApiKeyText(Func<string, string?> lookup)
    {
        string apiKey = lookup("API_KEY") ?? Required(lookup, "EXTENDED_API_KEY", "API_KEY or EXTENDED_API_KEY");
        return apiKey.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw Wrong("API_KEY", "holds a character that no header can carry, e.g. a line's end (its value is not shown)")
            : apiKey;
    }

    private static string Required(Func<string, string?> lookup, string name, string? shown = null)
    {
        string? value = lookup(name);
        return string.IsNullOrEmpty(value) ? throw Wrong(shown ?? name, "is missing in the environment and in .env") : value;
    }

    private static UserErrorException Wrong(string name, string what) => new(ExitCode.Configuration, $"{name} {what}.");
}
