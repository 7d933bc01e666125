using System.Globalization;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing.Vectors;

/// <summary>All kinds of known answers, the more specific ones first.</summary>
internal static class VectorKinds
{
    public static readonly VectorKind[] All =
    [
        new("signed-order", e => e.Has("input", "private_key", "r", "s"), SignedOrder),
        new("order-hash", e => IsMessage(e, "position_id", "base_asset_id"), e => Message(e, Order)),
        new("limit-order", e => IsMessage(e, "source_position_id", "receive_position_id"), e => Message(e, LimitOrder)),
        new("transfer", e => IsMessage(e, "recipient_position_id", "sender_position_id"), e => Message(e, Transfer)),
        new("withdraw", e => IsMessage(e, "recipient", "position_id"), e => Message(e, Withdraw)),
        new("permutation", e => e.IsArray("in") && e.IsArray("out"), Permutation),
        new("hash_many", e => e.IsArray("in") && e.Has("out"), e => e.Expect("out", Poseidon.HashMany(e.Felts("in")))),
        new("hash_two", e => e.Has("x", "y", "out"), e => e.Expect("out", Poseidon.Hash(e.Felt("x"), e.Felt("y")))),
        new("hash_single", e => e.Has("x", "out"), e => e.Expect("out", Poseidon.HashSingle(e.Felt("x")))),
        new("short_string", e => e.Has("ascii", "out") && e.Array == "short_string", e => e.Expect("out", ShortString.ToFelt(e.Text("ascii")))),
        new("starknet_keccak", e => e.Has("ascii", "out"), e => e.Expect("out", StarknetKeccak.Hash(e.Text("ascii")))),
        new("grind-key", e => e.Has("eth_signature"), Grind),
        new("pedersen", e => e.Has("a", "b", "out"), e => e.Expect("out", Pedersen.Hash(e.Felt("a"), e.Felt("b")))),
        new("onboarding", e => e.Has("l1_address", "l2_key", "private_key"), Onboarding),
        new("verify", e => e.Has("public_key", "message_hash", "r", "s", "valid"), Verify),
        new("sign", e => e.Has("private_key", "public_key", "message_hash", "r", "s"), Sign),
        new("rfc6979", e => e.Has("private_key", "message_hash", "seed", "k"), Nonce),
        new("sign_with_given_k", e => e.Has("private_key", "message_hash", "k"), SignWithGivenNonce),
        new("sign-error", e => e.Has("private_key", "message_hash", "error"), RefuseMessage),
        new("keys", e => e.Has("private_key", "public_key") || e.Has("private_key", "error"), Key),
    ];

    private static bool IsMessage(VectorEntry entry, string first, string second) => entry.Has("input") && entry.Object("input").Has(first, second);

    /// <summary>Struct and message hash of the entry's input under its domain and key.</summary>
    private static void Message(VectorEntry entry, Func<VectorEntry, Felt, Felt, (FieldElement Struct, Felt Message)> hash)
    {
        if (entry.Has("error"))
        {
            bool accepted;
            try
            {
                accepted = Hash(entry, hash).Message.Value.IsBelowTwoPow251;
            }
            catch (VectorException)
            {
                accepted = false;
            }

            entry.ExpectVerdict("the message", accepted, false);
            return;
        }

        (FieldElement structHash, Felt message) = Hash(entry, hash);
        VectorEntry expected = entry.Object("expected");
        if (expected.Has("domain_hash"))
            expected.Expect("domain_hash", Domain(entry.Object("input")));
        if (expected.Has("struct_hash"))
            expected.Expect("struct_hash", Felt.From(structHash));
        expected.Expect("message_hash", message);
    }

    private static (FieldElement Struct, Felt Message) Hash(VectorEntry entry, Func<VectorEntry, Felt, Felt, (FieldElement Struct, Felt Message)> hash)
    {
        VectorEntry input = entry.Object("input");
        return hash(input, Domain(input), input.Felt("user_public_key"));
    }

    private static Felt Domain(VectorEntry input) => SigningDomain(input).Hash;

    private static SigningDomain SigningDomain(VectorEntry input)
    {
        VectorEntry domain = input.Object("domain");
        return new SigningDomain(domain.Text("name"), domain.Text("version"), domain.Text("chain_id"), domain.UInt32("revision"));
    }

    private static (FieldElement Struct, Felt Message) Order(VectorEntry input, Felt domainHash, Felt publicKey)
    {
        OrderMessage order = OrderOf(input);
        return (OrderHash.ComputeStruct(order), OrderHash.Compute(domainHash, publicKey, order));
    }

    private static OrderMessage OrderOf(VectorEntry input) => new()
    {
        PositionId = input.UInt32("position_id"),
        BaseAssetId = input.Felt("base_asset_id"),
        BaseAmount = input.Int64("base_amount"),
        QuoteAssetId = input.Felt("quote_asset_id"),
        QuoteAmount = input.Int64("quote_amount"),
        FeeAssetId = input.Felt("fee_asset_id"),
        FeeAmount = input.UInt64("fee_amount"),
        ExpirationSeconds = input.UInt64("expiration"),
        Salt = input.UInt64("salt"),
    };

    private static (FieldElement Struct, Felt Message) LimitOrder(VectorEntry input, Felt domainHash, Felt publicKey)
    {
        LimitOrderMessage order = new()
        {
            SourcePositionId = input.UInt32("source_position_id"),
            ReceivePositionId = input.UInt32("receive_position_id"),
            BaseAssetId = input.Felt("base_asset_id"),
            BaseAmount = input.Int64("base_amount"),
            QuoteAssetId = input.Felt("quote_asset_id"),
            QuoteAmount = input.Int64("quote_amount"),
            FeeAssetId = input.Felt("fee_asset_id"),
            FeeAmount = input.UInt64("fee_amount"),
            ExpirationSeconds = input.UInt64("expiration"),
            Salt = input.UInt64("salt"),
        };
        return (LimitOrderHash.ComputeStruct(order), LimitOrderHash.Compute(domainHash, publicKey, order));
    }

    private static (FieldElement Struct, Felt Message) Transfer(VectorEntry input, Felt domainHash, Felt publicKey)
    {
        TransferMessage transfer = new()
        {
            RecipientPositionId = input.UInt32("recipient_position_id"),
            SenderPositionId = input.UInt32("sender_position_id"),
            CollateralId = input.Felt("collateral_id"),
            Amount = input.UInt64("amount"),
            ExpirationSeconds = input.UInt64("expiration"),
            Salt = SaltOf(input),
        };
        return (TransferHash.ComputeStruct(transfer), TransferHash.Compute(domainHash, publicKey, transfer));
    }

    private static (FieldElement Struct, Felt Message) Withdraw(VectorEntry input, Felt domainHash, Felt publicKey)
    {
        WithdrawMessage withdrawal = new()
        {
            Recipient = input.Felt("recipient"),
            PositionId = input.UInt32("position_id"),
            CollateralId = input.Felt("collateral_id"),
            Amount = input.UInt64("amount"),
            ExpirationSeconds = input.UInt64("expiration"),
            Salt = SaltOf(input),
        };
        return (WithdrawHash.ComputeStruct(withdrawal), WithdrawHash.Compute(domainHash, publicKey, withdrawal));
    }

    /// <summary>A salt that may be any field element is written in decimal as well as in hex.</summary>
    private static Felt SaltOf(VectorEntry input)
    {
        string text = input.Text("salt");
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return input.Felt("salt");
        if (!System.Numerics.BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || !Felt.TryParseHex(value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(1, '0'), out Felt salt))
        {
            throw new VectorException($"salt is {text}, expected a field element");
        }

        return salt;
    }

    private static void SignedOrder(VectorEntry entry)
    {
        VectorEntry input = entry.Object("input");
        OrderMessage order = OrderOf(input);
        using StarkPrivateKey key = entry.PrivateKey("private_key");
        using StarkSigner signer = StarkSigner.CreateUntested(key, SigningDomain(input), order.PositionId);
        entry.Expect("public_key", signer.PublicKey);
        Felt hash = signer.HashOrder(order);
        entry.Expect("message_hash", hash);
        entry.Expect("message_hash", OrderHash.Compute(Domain(input), signer.PublicKey, order));
        ExpectSignature(entry, signer, hash);
    }

    private static void Permutation(VectorEntry entry)
    {
        Felt[] lanes = entry.Felts("in");
        if (lanes.Length != 3)
            throw new VectorException($"in has {lanes.Length} elements, expected 3");
        (Felt lane0, Felt lane1, Felt lane2) = Poseidon.Permute(lanes[0], lanes[1], lanes[2]);
        entry.ExpectAll("out", lane0, lane1, lane2);
    }

    private static void Grind(VectorEntry entry)
    {
        bool accepted = StarkPrivateKey.TryDerive(entry.Text("eth_signature"), out StarkPrivateKey? key);
        entry.ExpectVerdict("eth_signature", accepted, !entry.Has("error"));
        if (!accepted)
            return;
        using (key)
        {
            entry.Expect("private_key", new Felt(key!.Scalar));
            entry.Expect("public_key", key.DerivePublicKey());
        }
    }

    private static void Onboarding(VectorEntry entry)
    {
        using StarkPrivateKey key = entry.PrivateKey("private_key");
        using StarkSigner signer = StarkSigner.CreateUntested(key, Signing.SigningDomain.Mainnet, 0);
        entry.Expect("l2_key", signer.PublicKey);
        Felt hash = Pedersen.Hash(entry.Felt("l1_address"), signer.PublicKey);
        entry.Expect("message_hash", hash);
        ExpectSignature(entry, signer, hash);
    }

    private static void Verify(VectorEntry entry)
    {
        bool accepted = TryFelt(entry, "public_key", out Felt key) & TryFelt(entry, "message_hash", out Felt hash)
            & TryFelt(entry, "r", out Felt r) & TryFelt(entry, "s", out Felt s) && StarkCurve.Verify(key, hash, r, s);
        entry.ExpectVerdict("the signature", accepted, entry.Flag("valid"));
    }

    private static void Sign(VectorEntry entry)
    {
        using StarkPrivateKey key = entry.PrivateKey("private_key");
        using StarkSigner signer = StarkSigner.CreateUntested(key, Signing.SigningDomain.Mainnet, 0);
        entry.Expect("public_key", signer.PublicKey);
        ExpectSignature(entry, signer, entry.Felt("message_hash"));
    }

    private static void Nonce(VectorEntry entry)
    {
        using StarkPrivateKey key = entry.PrivateKey("private_key");
        NonceGenerator nonces = new(key.Scalar);
        UInt256 seed = entry.IsNull("seed") ? default : entry.Felt("seed").Value;
        entry.Expect("k", new Felt(nonces.Next(entry.Felt("message_hash").Value, seed)));
    }

    private static void SignWithGivenNonce(VectorEntry entry)
    {
        using StarkPrivateKey key = entry.PrivateKey("private_key");
        bool signed = Ecdsa.TrySign(
            ScalarField.ToMontgomery(key.Scalar), entry.Felt("message_hash").Value, entry.Felt("k").Value, out StarkSignature signature);
        entry.ExpectVerdict("k", signed, !entry.Has("error"));
        if (!signed)
            return;
        entry.Expect("r", signature.R);
        entry.Expect("s", signature.S);
    }

    private static void RefuseMessage(VectorEntry entry)
    {
        bool accepted = StarkPrivateKey.TryParseHex(entry.Text("private_key"), out StarkPrivateKey? key) && TryFelt(entry, "message_hash", out _);
        if (accepted)
        {
            using StarkSigner signer = StarkSigner.CreateUntested(key!, Signing.SigningDomain.Mainnet, 0);
            accepted = signer.Sign(entry.Felt("message_hash"), out _) == SignStatus.Signed;
        }

        key?.Dispose();
        entry.ExpectVerdict("message_hash", accepted, false);
    }

    private static void Key(VectorEntry entry)
    {
        if (entry.Has("error"))
        {
            entry.ExpectVerdict("private_key", StarkPrivateKey.TryParseHex(entry.Text("private_key"), out _), false);
            return;
        }

        using StarkPrivateKey key = entry.PrivateKey("private_key");
        entry.Expect("public_key", key.DerivePublicKey());
        if (!entry.Has("public_key_y"))
            return;
        GeneratorTable.Scanned.Multiply(key.Scalar, out JacobianPoint point, out long negated);
        FieldElement y = point.ToAffine().Y;
        FieldElement.Subtract(FieldElement.Zero, y, out FieldElement minusY);
        entry.Expect("public_key_y", Felt.From(negated == 0 ? y : minusY));
    }

    private static void ExpectSignature(VectorEntry entry, StarkSigner signer, in Felt hash)
    {
        entry.ExpectVerdict("message_hash", signer.Sign(hash, out StarkSignature signature) == SignStatus.Signed, true);
        entry.Expect("r", signature.R);
        entry.Expect("s", signature.S);
        entry.ExpectVerdict("the signature", StarkCurve.Verify(signer.PublicKey, hash, signature.R, signature.S), true);
    }

    private static bool TryFelt(VectorEntry entry, string name, out Felt value) => Felt.TryParseHex(entry.Text(name), out value);
}
