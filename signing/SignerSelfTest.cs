using System.Security.Cryptography;

namespace LowLatencyMM.Signing;

/// <summary>
/// What must hold before an order is signed: a known order hashes and signs to the known bytes, and the account's own signature verifies.
/// </summary>
internal static class SignerSelfTest
{
    // The public unit-test key of the exchange's Python SDK; it holds no funds.
    private const string TestKey = "0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";
    private const string Hash = "0x12bc162fe9a46e9056b595a8ca56aaec4cfe1c009786fdca3430f52c9be89d7";
    private const string R = "0x3d17d8b9652e5f60d40d079653cfa92b1065ea8cf159609a3c390070dcd44f7";
    private const string S = "0x76a6deccbc84ac324f695cfbde80e0ed62443e95f5dcd8722d12650ccc122e5";
    private const string BaseAsset = "0x4254432d3600000000000000000000";
    private const string QuoteAsset = "0x31857064564ed0ff978e687456963cba09c2c6985d8f9300a1de4962fafa054";

    /// <exception cref="CryptographicException">Hash, signature or verification differ from the known answer.</exception>
    public static void ReproduceKnownAnswer()
    {
        if (!StarkPrivateKey.TryParseHex(TestKey, out StarkPrivateKey? key))
            throw new CryptographicException("The signing self-test failed: the test key is not accepted.");
        using (key)
        {
            OrderMessage order = KnownOrder();
            using StarkSigner signer = StarkSigner.CreateUntested(key, SigningDomain.Testnet, order.PositionId);
            Felt hash = signer.HashOrder(order);
            if (hash != Parse(Hash))
                throw new CryptographicException($"The signing self-test failed: the known order hashes to {hash} instead of {Hash}.");
            if (signer.Sign(hash, out StarkSignature signature) != SignStatus.Signed || signature.R != Parse(R) || signature.S != Parse(S))
                throw new CryptographicException("The signing self-test failed: the known order gets another signature.");
            if (!StarkCurve.Verify(signer.PublicKey, hash, signature.R, signature.S))
                throw new CryptographicException("The signing self-test failed: the known signature does not verify.");
        }
    }

    /// <exception cref="CryptographicException">The signer's own signature does not verify.</exception>
    public static void VerifyOwnSignature(StarkSigner signer)
    {
        Felt hash = Parse(Hash);
        if (signer.Sign(hash, out StarkSignature signature) != SignStatus.Signed
            || !StarkCurve.Verify(signer.PublicKey, hash, signature.R, signature.S))
        {
            throw new CryptographicException($"The signing self-test failed: a signature of public key {signer.PublicKey} does not verify.");
        }
    }

    private static OrderMessage KnownOrder() => new()
    {
        PositionId = 10002,
        BaseAssetId = Parse(BaseAsset),
        BaseAmount = -1000,
        QuoteAssetId = Parse(QuoteAsset),
        QuoteAmount = 43445116,
        FeeAssetId = Parse(QuoteAsset),
        FeeAmount = 21723,
        ExpirationSeconds = 1705630137,
        Salt = 1473459052,
    };

    private static Felt Parse(string hex) => Felt.TryParseHex(hex, out Felt value)
        ? value
        : throw new CryptographicException($"The signing self-test failed: {hex} is not a field element.");
}
