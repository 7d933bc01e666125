using System.Globalization;
using System.Text.Json;

namespace LowLatencyMM.Signing.Tests;

public class SecretTests
{
    private const string KeyText = "0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";
    private const string Digits = "7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";

    [Fact]
    public void A_secret_cannot_be_printed_in_any_way()
    {
        using StarkPrivateKey key = StarkSignerTests.Key(KeyText);
        using StarkSigner signer = new(key, SigningDomain.Testnet, 1);
        using SecretText text = new(KeyText);

        foreach (object secret in new object[] { key, signer, text })
        {
            string[] printed =
            [
                secret.ToString()!,
                $"{secret}",
                string.Format(CultureInfo.InvariantCulture, "{0}", secret),
                Serialize(secret, JsonSerializerOptions.Default),
                Serialize(secret, new JsonSerializerOptions { IncludeFields = true }),
            ];

            Assert.Equal(SecretText.Mask, secret.ToString());
            Assert.All(printed, p => Assert.DoesNotContain(Digits[..16], p, StringComparison.OrdinalIgnoreCase));
            Assert.All(printed, p => Assert.DoesNotContain(Digits[^16..], p, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void No_public_member_of_a_secret_type_gives_the_key_away()
    {
        Assert.DoesNotContain(typeof(StarkPrivateKey).GetProperties(), p => p.GetMethod!.IsPublic);
        Assert.DoesNotContain(typeof(StarkPrivateKey).GetFields(), f => f.IsPublic);
        Assert.Equal(["PublicKey"], typeof(StarkSigner).GetProperties().Select(p => p.Name));
        Assert.Equal(["Length"], typeof(SecretText).GetProperties().Select(p => p.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x0")]
    [InlineData("0x800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f")]
    [InlineData("0x800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d30")]
    [InlineData("0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d498g")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000001")]
    public void A_text_that_is_no_private_key_is_refused(string text)
    {
        Assert.False(StarkPrivateKey.TryParseHex(text, out StarkPrivateKey? key));
        Assert.Null(key);
        if (text.Length > 0)
            Assert.False(StarkPrivateKey.TryParseHex(new SecretText(text), out _));
    }

    [Theory]
    [InlineData("0x800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2e", "0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca")]
    [InlineData("0001", "0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca")]
    [InlineData("0X7A7FF6FD3CAB02CCDCD4A572563F5976F8976899B03A39773795A3C486D4986", "0x61c5e7e8339b7d56f197f54ea91b776776690e3232313de0f2ecbd0ef76f466")]
    public void A_private_key_is_read_in_any_case_from_text_and_from_a_secret(string text, string publicKey)
    {
        using SecretText secret = new(text);

        Assert.True(StarkPrivateKey.TryParseHex(text, out StarkPrivateKey? fromText));
        Assert.True(StarkPrivateKey.TryParseHex(secret, out StarkPrivateKey? fromSecret));

        Assert.Equal(publicKey, fromText!.DerivePublicKey().ToString());
        Assert.Equal(publicKey, fromSecret!.DerivePublicKey().ToString());
    }

    [Fact]
    public void Errors_of_a_disposed_secret_do_not_tell_it()
    {
        StarkPrivateKey key = StarkSignerTests.Key(KeyText);
        StarkSigner signer = new(key, SigningDomain.Testnet, 1);
        signer.Dispose();
        key.Dispose();

        Exception[] errors =
        [
            Assert.Throws<ObjectDisposedException>(() => key.DerivePublicKey()),
            Assert.Throws<ObjectDisposedException>(() => new StarkSigner(key, SigningDomain.Testnet, 1)),
            Assert.Throws<ObjectDisposedException>(() => signer.Sign(Felt.FromUInt64(1), out _)),
        ];

        Assert.All(errors, e => Assert.DoesNotContain(Digits[..8], e.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private static string Serialize(object secret, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Serialize(secret, secret.GetType(), options);
        }
        catch (InvalidOperationException refusal)
        {
            // A type that cannot be serialised at all keeps its secret, if the refusal does.
            return refusal.ToString();
        }
    }
}
