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

            GeneratorTable.Shared.Multiply(scalar, out JacobianPoint point, out long negated);

            AffinePoint affine = point.ToAffine();
            FieldElement.Subtract(FieldElement.Zero, affine.Y, out FieldElement minusY);
            Assert.Equal(vector.Felt("public_key"), Felt.From(affine.X));
            Assert.Equal(vector.Felt("public_key_y"), Felt.From(negated == 0 ? affine.Y : minusY));
        }
    }
}
