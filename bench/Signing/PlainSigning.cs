using System.Numerics;
using LowLatencyMM.Signing;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Bench.Signing;

/// <summary>The same work written straight from the definitions with <see cref="BigInteger"/>: what the library is measured beside.</summary>
internal static class PlainSigning
{
    public static readonly BigInteger P = ToBigInteger(FieldElement.Modulus);
    public static readonly BigInteger N = ToBigInteger(ScalarField.Order);

    private static readonly BigInteger[] Constants = [.. PoseidonConstants.ComputePlain().Select(c => ToBigInteger(c.ToInteger()))];

    private static readonly (BigInteger X, BigInteger Y) G = (ToBigInteger(StarkCurve.Generator.X.ToInteger()), ToBigInteger(StarkCurve.Generator.Y.ToInteger()));

    public static BigInteger ToBigInteger(in UInt256 value)
    {
        Span<byte> bytes = stackalloc byte[32];
        value.WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    public static BigInteger ToBigInteger(in Felt value) => ToBigInteger(value.Value);

    /// <summary>The permutation, with all 273 constants.</summary>
    public static (BigInteger S0, BigInteger S1, BigInteger S2) Permute(BigInteger s0, BigInteger s1, BigInteger s2)
    {
        const int firstAfter = PoseidonConstants.FullRoundsBefore + PoseidonConstants.PartialRounds;
        for (int round = 0; round < firstAfter + PoseidonConstants.FullRoundsAfter; round++)
        {
            bool isFull = round is < PoseidonConstants.FullRoundsBefore or >= firstAfter;
            s0 += Constants[3 * round];
            s1 += Constants[(3 * round) + 1];
            s2 = Cube(s2 + Constants[(3 * round) + 2]);
            if (isFull)
                (s0, s1) = (Cube(s0), Cube(s1));
            BigInteger sum = s0 + s1 + s2;
            (s0, s1, s2) = (Mod(sum + (2 * s0), P), Mod(sum - (2 * s1), P), Mod(sum - (3 * s2), P));
        }

        return (s0, s1, s2);
    }

    /// <summary>hash_many.</summary>
    public static BigInteger HashMany(params ReadOnlySpan<BigInteger> elements)
    {
        BigInteger s0 = 0, s1 = 0, s2 = 0;
        for (int i = 0; i <= elements.Length; i += 2)
        {
            BigInteger left = i < elements.Length ? elements[i] : 1;
            BigInteger right = i + 1 < elements.Length ? elements[i + 1] : i < elements.Length ? 1 : 0;
            (s0, s1, s2) = Permute(s0 + left, s1 + right, s2);
        }

        return s0;
    }

    /// <summary>x(k·G) by doubling and adding, affine.</summary>
    public static BigInteger MultiplyGenerator(BigInteger k) => MultiplyGeneratorPoint(k).X;

    /// <summary>k·G, k not 0: a public key.</summary>
    public static (BigInteger X, BigInteger Y) MultiplyGeneratorPoint(BigInteger k) => Multiply(k, G)!.Value;

    /// <summary>Whether x(z/s·G + r/s·Q) is r.</summary>
    public static bool Verify((BigInteger X, BigInteger Y) publicKey, BigInteger message, BigInteger r, BigInteger s)
    {
        BigInteger inverse = BigInteger.ModPow(s, N - 2, N);
        return Add(Multiply(message * inverse % N, G), Multiply(r * inverse % N, publicKey))?.X == r;
    }

    /// <summary>The signature with a given nonce.</summary>
    public static (BigInteger R, BigInteger S) Sign(BigInteger key, BigInteger message, BigInteger nonce)
    {
        BigInteger r = MultiplyGenerator(nonce);
        return (r, BigInteger.ModPow(nonce, N - 2, N) * (message + (r * key)) % N);
    }

    private static (BigInteger X, BigInteger Y)? Multiply(BigInteger k, (BigInteger X, BigInteger Y) point)
    {
        (BigInteger X, BigInteger Y)? sum = null;
        for ((BigInteger X, BigInteger Y)? power = point; !k.IsZero; k >>= 1, power = Add(power, power))
        {
            if (!k.IsEven)
                sum = Add(sum, power);
        }

        return sum;
    }

    private static BigInteger Cube(BigInteger x) => x * x % P * x % P;

    private static BigInteger Mod(BigInteger a, BigInteger modulus)
    {
        BigInteger remainder = a % modulus;
        return remainder.Sign < 0 ? remainder + modulus : remainder;
    }

    private static (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? left, (BigInteger X, BigInteger Y)? right)
    {
        if (left is not { } a)
            return right;
        if (right is not { } b)
            return left;
        BigInteger slope = a == b
            ? ((3 * a.X * a.X) + 1) * BigInteger.ModPow(2 * a.Y, P - 2, P)
            : (b.Y - a.Y) * BigInteger.ModPow(Mod(b.X - a.X, P), P - 2, P);
        BigInteger x = Mod((slope * slope) - a.X - b.X, P);
        return (x, Mod((slope * (a.X - x)) - a.Y, P));
    }
}
