using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;

namespace LowLatencyMM.Signing;

/// <summary>ECDSA on the STARK curve with a nonce that is given. Hot path: no allocation, no branch on key or nonce.</summary>
internal static class Ecdsa
{
    /// <summary>
    /// r = x(k·G), s = k^-1·(m + r·d) mod n. False if the nonce is of no use (k = 0, or r or s is 0 or at least 2^251), which the
    /// caller answers with the next nonce.
    /// </summary>
    /// <param name="privateKeyMontgomery">d·2^256 mod n.</param>
    /// <param name="messageHash">m below 2^251.</param>
    /// <param name="nonce">k in [0, n).</param>
    /// <param name="signature">The pair; meaningless if false.</param>
    public static bool TrySign(in UInt256 privateKeyMontgomery, in UInt256 messageHash, in UInt256 nonce, out StarkSignature signature) =>
        TrySign(GeneratorTable.Scanned, privateKeyMontgomery, messageHash, nonce, out signature);

    /// <inheritdoc cref="TrySign(in UInt256, in UInt256, in UInt256, out StarkSignature)"/>
    public static bool TrySign(
        GeneratorTable table, in UInt256 privateKeyMontgomery, in UInt256 messageHash, in UInt256 nonce, out StarkSignature signature)
    {
        signature = default;
        if (nonce.IsZero)
            return false;
        table.Multiply(nonce, out JacobianPoint point, out _);
        UInt256 r = point.AffineX();
        if (!IsInRange(r))
            return false;

        UInt256 product = ScalarField.MontgomeryMultiply(privateKeyMontgomery, r);
        UInt256 sum = ScalarField.Add(product, messageHash);
        UInt256 inverse = ModularInverse.Scalar.Invert(nonce);
        UInt256 s = ScalarField.Multiply(inverse, sum);
        signature.R = new Felt(r);
        signature.S = new Felt(s);
        return IsInRange(s);
    }

    private static bool IsInRange(in UInt256 value) => !value.IsZero && value.IsBelowTwoPow251;
}
