using System.Text.Json;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;

namespace LowLatencyMM.Signing.Tests;

public class StarkCurveTests
{
    [Fact]
    public void Every_verification_vector_gets_its_verdict()
    {
        foreach (JsonElement vector in VectorFile.Cases("verify.json", "vectors"))
        {
            bool valid = StarkCurve.Verify(vector.Felt("public_key"), vector.Felt("message_hash"), vector.Felt("r"), vector.Felt("s"));

            Assert.True(vector.GetProperty("valid").GetBoolean() == valid, vector.ToString());
        }
    }

    [Fact]
    public void Every_signature_of_the_exchanges_signer_verifies()
    {
        foreach (JsonElement vector in VectorFile.Cases("sign.json", "vectors"))
            Assert.True(StarkCurve.Verify(vector.Felt("public_key"), vector.Felt("message_hash"), vector.Felt("r"), vector.Felt("s")), vector.ToString());
    }

    [Fact]
    public void Every_scalar_of_the_key_vectors_gives_its_point()
    {
        foreach (JsonElement vector in VectorFile.Cases("keys.json", "vectors"))
        {
            UInt256 scalar = vector.Felt("private_key").Value;

            GeneratorTable.Scanned.Multiply(scalar, out JacobianPoint point, out long negated);

            AffinePoint affine = point.ToAffine();
            FieldElement.Subtract(FieldElement.Zero, affine.Y, out FieldElement minusY);
            Assert.Equal(vector.Felt("public_key"), Felt.From(affine.X));
            Assert.Equal(vector.Felt("public_key_y"), Felt.From(negated == 0 ? affine.Y : minusY));
        }
    }

    [Fact]
    public void What_a_key_signs_verifies_with_that_key_and_message_alone()
    {
        Random random = new(20260927);
        for (int i = 0; i < 40; i++)
        {
            UInt256 scalar = RandomScalar(random);
            using StarkPrivateKey key = StarkSignerTests.Key(new Felt(scalar).ToString());
            using StarkSigner signer = StarkSigner.CreateUntested(key, SigningDomain.Testnet, 1);
            Felt message = new(RandomScalar(random));
            signer.Sign(message, out StarkSignature signature);
            Felt another = new(RandomScalar(random));

            Assert.True(StarkCurve.Verify(signer.PublicKey, message, signature.R, signature.S));
            Assert.False(StarkCurve.Verify(signer.PublicKey, another, signature.R, signature.S));
            Assert.False(StarkCurve.Verify(signer.PublicKey, message, another, signature.S));
            Assert.False(StarkCurve.Verify(signer.PublicKey, message, signature.R, another));
        }
    }

    [Fact]
    public void A_signature_whose_two_terms_are_the_same_point_verifies()
    {
        // With m = r·d both u1·G and u2·Q are r·d/s·G: their sum is a doubling, their difference the point at infinity.
        Random random = new(20260927);
        for (int i = 0; i < 10; i++)
        {
            UInt256 key = RandomScalar(random), nonce = RandomScalar(random);
            GeneratorTable.Scanned.Multiply(nonce, out JacobianPoint point, out _);
            GeneratorTable.Scanned.Multiply(key, out JacobianPoint publicPoint, out _);
            Felt message = new(ScalarField.Multiply(point.AffineX(), key));

            bool signed = Ecdsa.TrySign(ScalarField.ToMontgomery(key), message.Value, nonce, out StarkSignature signature);

            Assert.True(signed);
            Assert.True(StarkCurve.Verify(new Felt(publicPoint.AffineX()), message, signature.R, signature.S));

            // The terms coincide for any r with m = r·d, but only one r is the x coordinate of their sum.
            Felt another = new(RandomScalar(random));
            Felt message2 = new(ScalarField.Multiply(another.Value, key));
            Assert.False(StarkCurve.Verify(new Felt(publicPoint.AffineX()), message2, another, signature.S));
        }
    }

    [Fact]
    public void Message_zero_with_u2_one_verifies_for_an_x_of_the_curve_only()
    {
        // With m = 0 and r = s = x the sum is the key's own point; 0x1999 is no x coordinate of the curve.
        Felt onCurve = VectorFile.Cases("keys.json", "vectors")[0].Felt("public_key");
        Felt offCurve = VectorFile.ParseFelt("0x1999");

        Assert.True(StarkCurve.Verify(onCurve, default, onCurve, onCurve));
        Assert.False(StarkCurve.Verify(offCurve, default, offCurve, offCurve));
    }

    /// <summary>In [1, 2^250].</summary>
    private static UInt256 RandomScalar(Random random) => new(
        (ulong)random.NextInt64() | 1, (ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64() >> 5);
}
