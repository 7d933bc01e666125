using System.Security.Cryptography;
using System.Text;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// The round constants of Poseidon over F_p, width 3: SHA-256("Hades" + decimal index) modulo p, with those of the linear lanes of
/// the partial rounds pushed through the mixing into the round after (107 constants instead of 273, same permutation).
/// </summary>
internal static class PoseidonConstants
{
    public const int FullRoundsBefore = 4;
    public const int PartialRounds = 83;
    public const int FullRoundsAfter = 4;
    public const int Width = 3;

    /// <summary>Index of the first constant of the partial rounds, which have one each.</summary>
    public const int FirstPartial = FullRoundsBefore * Width;

    /// <summary>Index of the first constant of the last four full rounds.</summary>
    public const int FirstFullAfter = FirstPartial + PartialRounds;

    /// <summary>Number of constants: 12 + 83 + 12.</summary>
    public const int Count = FirstFullAfter + (FullRoundsAfter * Width);

    private const int Rounds = FullRoundsBefore + PartialRounds + FullRoundsAfter;

    /// <summary>The 107 constants, reduced.</summary>
    public static FieldElement[] Compress()
    {
        FieldElement[] plain = ComputePlain();
        FieldElement[] compressed = GC.AllocateUninitializedArray<FieldElement>(Count, pinned: true);
        plain.AsSpan(0, FirstPartial).CopyTo(compressed);

        FieldElement carried0 = default, carried1 = default, carried2 = default;
        for (int round = FullRoundsBefore; round < FullRoundsBefore + PartialRounds; round++)
        {
            FieldElement v0 = Sum(plain[round * Width], carried0);
            FieldElement v1 = Sum(plain[(round * Width) + 1], carried1);
            compressed[FirstPartial + round - FullRoundsBefore] = Sum(plain[(round * Width) + 2], carried2);
            // M·(v0, v1, 0)
            FieldElement sum = Sum(v0, v1);
            carried0 = Sum(sum, Sum(v0, v0));
            FieldElement.Subtract(v0, v1, out FieldElement difference);
            FieldElement.Normalize(difference, out carried1);
            carried2 = sum;
        }

        int next = Rounds - FullRoundsAfter;
        compressed[FirstFullAfter] = Sum(plain[next * Width], carried0);
        compressed[FirstFullAfter + 1] = Sum(plain[(next * Width) + 1], carried1);
        compressed[FirstFullAfter + 2] = Sum(plain[(next * Width) + 2], carried2);
        plain.AsSpan((next + 1) * Width).CopyTo(compressed.AsSpan(FirstFullAfter + Width));
        return compressed;
    }

    /// <summary>All 273 constants, three per round.</summary>
    public static FieldElement[] ComputePlain()
    {
        FieldElement[] constants = new FieldElement[Rounds * Width];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (int i = 0; i < constants.Length; i++)
        {
            SHA256.HashData(Encoding.ASCII.GetBytes($"Hades{i}"), digest);
            constants[i] = FieldElement.FromInteger(UInt256.ReadBigEndian(digest));
        }

        return constants;
    }

    private static FieldElement Sum(in FieldElement a, in FieldElement b)
    {
        FieldElement.Add(a, b, out FieldElement sum);
        FieldElement.Normalize(sum, out FieldElement reduced);
        return reduced;
    }
}
