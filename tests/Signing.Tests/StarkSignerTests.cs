using System.Text;
using System.Text.Json;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Tests;

public class StarkSignerTests
{
    private const uint PositionId = 10002;

    [Fact]
    public void Every_sign_vector_gives_the_exchanges_signature()
    {
        foreach (JsonElement vector in VectorFile.Cases("sign.json", "vectors"))
        {
            using StarkSigner signer = Signer(vector);

            SignStatus status = signer.Sign(vector.Felt("message_hash"), out StarkSignature signature);

            Assert.Equal(SignStatus.Signed, status);
            Assert.Equal(vector.Felt("public_key"), signer.PublicKey);
            Assert.Equal(vector.Felt("r"), signature.R);
            Assert.Equal(vector.Felt("s"), signature.S);
        }
    }

    [Fact]
    public void Looking_entries_up_by_index_gives_the_same_signatures()
    {
        using StarkPrivateKey key = Key("0x5");
        using StarkSigner scanned = new(key, SigningDomain.Mainnet, PositionId);
        using StarkSigner indexed = new(key, SigningDomain.Mainnet, PositionId, lookup: TableLookup.Indexed);

        for (ulong message = 0; message < 50; message++)
        {
            scanned.Sign(Felt.FromUInt64(message), out StarkSignature expected);
            indexed.Sign(Felt.FromUInt64(message), out StarkSignature signature);

            Assert.Equal((expected.R, expected.S), (signature.R, signature.S));
        }
    }

    [Fact]
    public void A_signer_is_made_with_its_own_public_key_and_refused_with_another_which_it_does_not_show()
    {
        using StarkPrivateKey key = Key("0x5"), other = Key("0x6");
        Felt publicKey = key.DerivePublicKey(), otherPublicKey = other.DerivePublicKey();

        using StarkSigner signer = new(key, SigningDomain.Mainnet, PositionId, publicKey);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new StarkSigner(key, SigningDomain.Mainnet, PositionId, otherPublicKey));

        Assert.Equal(publicKey, signer.PublicKey);
        Assert.StartsWith("The public key does not belong to the private key.", refusal.Message);
        Assert.DoesNotContain(otherPublicKey.ToString()[2..], refusal.ToString());
    }

    [Fact]
    public void An_order_is_signed_to_the_text_of_its_hashs_signature()
    {
        using StarkPrivateKey key = Key("0x5");
        using StarkSigner signer = new(key, SigningDomain.Mainnet, PositionId);
        byte[] r = new byte[Felt.MaxHexLength], s = new byte[Felt.MaxHexLength];
        foreach (JsonElement vector in VectorFile.Cases("order-hash.json", "vectors").Take(50))
        {
            OrderMessage order = OrderHashTests.Order(vector.GetProperty("input"));
            signer.Sign(signer.HashOrder(order), out StarkSignature expected);

            SignStatus status = signer.SignOrder(order, out Felt hash, r, out int rLength, s, out int sLength);

            Assert.Equal(SignStatus.Signed, status);
            Assert.Equal(signer.HashOrder(order), hash);
            Assert.Equal(expected.R.ToString(), Encoding.ASCII.GetString(r, 0, rLength));
            Assert.Equal(expected.S.ToString(), Encoding.ASCII.GetString(s, 0, sLength));
        }
    }

    [Fact]
    public void A_buffer_that_may_be_too_short_for_a_signature_is_refused()
    {
        using StarkPrivateKey key = Key("0x5");
        using StarkSigner signer = new(key, SigningDomain.Mainnet, PositionId);
        byte[] enough = new byte[Felt.MaxHexLength], tooShort = new byte[Felt.MaxHexLength - 1];

        ArgumentException forR = Assert.Throws<ArgumentException>(() => signer.SignOrder(default, out _, tooShort, out _, enough, out _));
        Assert.Throws<ArgumentException>(() => signer.SignOrder(default, out _, enough, out _, tooShort, out _));

        Assert.Equal("A buffer for the signature has 65 bytes, expected at least 66.", forR.Message);
    }

    [Fact]
    public void A_message_of_2_to_the_251_or_more_is_refused_and_never_reduced()
    {
        foreach (JsonElement vector in VectorFile.Cases("sign.json", "errors"))
        {
            using StarkSigner signer = Signer(vector);

            SignStatus status = signer.Sign(vector.Felt("message_hash"), out StarkSignature signature);

            Assert.Equal(SignStatus.MessageOutOfRange, status);
            Assert.True(signature.R.IsZero && signature.S.IsZero);
        }
    }

    [Fact]
    public void A_given_nonce_signs_or_is_refused_as_the_vectors_say()
    {
        foreach (JsonElement vector in VectorFile.Cases("sign.json", "sign_with_given_k"))
        {
            UInt256 key = ScalarField.ToMontgomery(vector.Felt("private_key").Value);

            bool signed = Ecdsa.TrySign(key, vector.Felt("message_hash").Value, vector.Felt("k").Value, out StarkSignature signature);

            Assert.True(signed != vector.TryGetProperty("error", out _), vector.ToString());
            if (!signed)
                continue;
            Assert.Equal(vector.Felt("r"), signature.R);
            Assert.Equal(vector.Felt("s"), signature.S);
        }
    }

    [Fact]
    public void Every_private_key_derives_its_public_key()
    {
        foreach (JsonElement vector in VectorFile.Cases("keys.json", "vectors"))
        {
            using StarkPrivateKey key = Key(vector);

            Assert.Equal(vector.Felt("public_key"), key.DerivePublicKey());
        }
    }

    [Fact]
    public void Every_nonce_is_the_one_of_the_exchanges_signer()
    {
        foreach (JsonElement vector in VectorFile.Cases("rfc6979.json", "vectors"))
        {
            NonceGenerator nonces = new(vector.Felt("private_key").Value);
            UInt256 seed = vector.GetProperty("seed").ValueKind == JsonValueKind.Null ? default : vector.Felt("seed").Value;

            UInt256 nonce = nonces.Next(vector.Felt("message_hash").Value, seed);

            Assert.Equal(vector.Felt("k").Value, nonce);
        }
    }

    [Fact]
    public void The_sample_orders_hash_and_sign_to_the_recorded_bytes()
    {
        JsonElement samples = VectorFile.Read("signing-vectors.json");
        using StarkPrivateKey key = Key(samples.GetProperty("privateKey").GetString()!);
        int signed = 0;
        foreach (JsonElement sample in samples.GetProperty("orders").EnumerateArray().Where(o => o.TryGetProperty("r", out _)))
        {
            SigningDomain domain = SigningDomain.Testnet with { ChainId = sample.GetProperty("chainId").GetString()! };
            using StarkSigner signer = new(key, domain, PositionId);

            Felt hash = signer.HashOrder(SampleOrder(sample));
            signer.Sign(hash, out StarkSignature signature);

            Assert.Equal(samples.GetProperty("publicKey").GetString(), signer.PublicKey.ToString());
            Assert.Equal(sample.GetProperty("hash").GetString(), hash.ToString());
            Assert.Equal(sample.GetProperty("r").GetString(), signature.R.ToString());
            Assert.Equal(sample.GetProperty("s").GetString(), signature.S.ToString());
            signed++;
        }

        Assert.Equal(3, signed);
    }

    [Fact]
    public void Kept_states_give_the_plain_hash_in_any_order_of_orders()
    {
        List<OrderMessage> orders = [.. VectorFile.Cases("order-hash.json", "vectors").Select(v => OrderHashTests.Order(v.GetProperty("input")))];
        Random random = new(20260927);
        using StarkPrivateKey key = Key("0x5");
        using StarkSigner signer = new(key, SigningDomain.Mainnet, PositionId);
        Felt domainHash = SigningDomain.Mainnet.Hash;

        for (int i = 0; i < 4000; i++)
        {
            OrderMessage order = orders[random.Next(orders.Count)];
            if (random.Next(4) != 0)
                order.PositionId = PositionId;
            if (random.Next(2) == 0)
                order.BaseAmount = random.Next(-2, 3);

            Assert.Equal(OrderHash.Compute(domainHash, signer.PublicKey, order), signer.HashOrder(order));
        }
    }

    [Fact]
    public void A_changed_field_changes_the_hash()
    {
        using StarkPrivateKey key = Key("0x5");
        using StarkSigner signer = new(key, SigningDomain.Mainnet, PositionId);
        OrderMessage order = OrderHashTests.Order(VectorFile.Cases("order-hash.json", "vectors")[0].GetProperty("input"));
        HashSet<Felt> hashes = [signer.HashOrder(order)];

        Assert.True(hashes.Add(signer.HashOrder(order with { PositionId = order.PositionId + 1 })));
        Assert.True(hashes.Add(signer.HashOrder(order with { BaseAssetId = Felt.FromUInt64(77) })));
        Assert.True(hashes.Add(signer.HashOrder(order with { BaseAmount = -order.BaseAmount })));
        Assert.True(hashes.Add(signer.HashOrder(order with { QuoteAssetId = Felt.FromUInt64(77) })));
        Assert.True(hashes.Add(signer.HashOrder(order with { QuoteAmount = -order.QuoteAmount })));
        Assert.True(hashes.Add(signer.HashOrder(order with { FeeAssetId = Felt.FromUInt64(77) })));
        Assert.True(hashes.Add(signer.HashOrder(order with { FeeAmount = order.FeeAmount + 1 })));
        Assert.True(hashes.Add(signer.HashOrder(order with { ExpirationSeconds = order.ExpirationSeconds + 1 })));
        Assert.True(hashes.Add(signer.HashOrder(order with { Salt = order.Salt + 1 })));
    }

    [Fact]
    public void Two_signers_of_one_key_on_two_threads_agree()
    {
        using StarkPrivateKey key = Key("0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986");
        StarkSignature[][] results = new StarkSignature[2][];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(t => new Thread(() => results[t] = SignMany(key, 300)))];

        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());

        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void A_disposed_signer_or_key_signs_nothing()
    {
        StarkPrivateKey key = Key("0x5");
        StarkSigner signer = new(key, SigningDomain.Mainnet, PositionId);
        key.Dispose();
        Assert.Equal(SignStatus.Signed, signer.Sign(Felt.FromUInt64(1), out _));

        signer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => signer.Sign(Felt.FromUInt64(1), out _));
        Assert.Throws<ObjectDisposedException>(() => key.DerivePublicKey());
    }

    internal static StarkPrivateKey Key(string hex)
    {
        Assert.True(StarkPrivateKey.TryParseHex(hex, out StarkPrivateKey? key));
        return key!;
    }

    private static StarkPrivateKey Key(JsonElement vector) => Key(vector.GetProperty("private_key").GetString()!);

    private static StarkSigner Signer(JsonElement vector)
    {
        using StarkPrivateKey key = Key(vector);
        return StarkSigner.CreateUntested(key, SigningDomain.Mainnet, PositionId);
    }

    private static StarkSignature[] SignMany(StarkPrivateKey key, int count)
    {
        using StarkSigner signer = new(key, SigningDomain.Mainnet, PositionId);
        StarkSignature[] signatures = new StarkSignature[count];
        for (int i = 0; i < count; i++)
            signer.Sign(Felt.FromUInt64((ulong)i), out signatures[i]);
        return signatures;
    }

    private static OrderMessage SampleOrder(JsonElement sample) => new()
    {
        PositionId = sample.GetProperty("positionId").GetUInt32(),
        BaseAssetId = sample.Felt("baseAssetId"),
        BaseAmount = sample.GetProperty("baseAmount").GetInt64(),
        QuoteAssetId = sample.Felt("quoteAssetId"),
        QuoteAmount = sample.GetProperty("quoteAmount").GetInt64(),
        FeeAssetId = sample.Felt("feeAssetId"),
        FeeAmount = sample.GetProperty("feeAmount").GetUInt64(),
        ExpirationSeconds = sample.GetProperty("expirationSeconds").GetUInt64(),
        Salt = sample.GetProperty("salt").GetUInt64(),
    };
}
