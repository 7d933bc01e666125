using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// Starknet's Pedersen hash, x(S + a_low·P0 + a_high·P1 + b_low·P2 + b_high·P3) with the low 248 bits and the high ones of each. Only the
/// registration of an account signs one, over its Ethereum address and public key; so it is not tuned, nor constant-time.
/// </summary>
public static class Pedersen
{
    private const ulong LowMask = (1UL << 56) - 1;

    private static readonly AffinePoint Shift = Point(
        "049ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804", "03ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268a");

    private static readonly AffinePoint LeftLow = Point(
        "0234287dcbaffe7f969c748655fca9e58fa8120b6d56eb0c1080d17957ebe47b", "03b056f100f96fb21e889527d41f4e39940135dd7a6c94cc6ed0268ee89e5615");

    private static readonly AffinePoint LeftHigh = Point(
        "04fa56f376c83db33f9dab2656558f3399099ec1de5e3018b7a6932dba8aa378", "03fa0984c931c9e38113e0c0e47e4401562761f92a7a23b45168f4e80ff5b54d");

    private static readonly AffinePoint RightLow = Point(
        "04ba4cc166be8dec764910f75b45f74b40c690c74709e90f3aa372f0bd2d6997", "0040301cf5c1751f4b971e46c4ede85fcac5c59a5ce5ae7c48151f27b24b219c");

    private static readonly AffinePoint RightHigh = Point(
        "054302dcb0e6cc1c6e44cca8f61a63bb2ca65048d53fb325d36ff12c49a58202", "01b77b3e37d13504b348046268d8ae25ce98ad783c25561a879dcc77e99c2426");

    /// <summary>The hash of two elements.</summary>
    public static Felt Hash(in Felt a, in Felt b)
    {
        JacobianPoint sum = JacobianPoint.From(Shift);
        Add(ref sum, a, LeftLow, LeftHigh);
        Add(ref sum, b, RightLow, RightHigh);
        return new Felt(sum.AffineX());
    }

    private static void Add(ref JacobianPoint sum, in Felt element, in AffinePoint low, in AffinePoint high)
    {
        UInt256 value = element.Value;
        FieldElement one = FieldElement.One;
        sum.AddComplete(StarkCurve.Multiply(JacobianPoint.From(low), one, new UInt256(value.V0, value.V1, value.V2, value.V3 & LowMask)), one);
        sum.AddComplete(StarkCurve.Multiply(JacobianPoint.From(high), one, new UInt256(value.V3 >> 56, 0, 0, 0)), one);
    }

    private static AffinePoint Point(string x, string y)
    {
        if (!Felt.TryParseHex(x, out Felt feltX) || !Felt.TryParseHex(y, out Felt feltY))
            throw new InvalidOperationException($"The constant point ({x}, {y}) has a coordinate that is no field element.");
        return new AffinePoint { X = feltX.ToFieldElement(), Y = feltY.ToFieldElement() };
    }
}
