using System.Security.Cryptography;
using System.Text.Json;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing.Tests;

public class PoseidonTests
{
    private const string File = "poseidon.json";

    [Fact]
    public void Every_permutation_vector_is_reproduced()
    {
        foreach (JsonElement vector in VectorFile.Cases(File, "permutation"))
        {
            Felt[] input = Felts(vector.GetProperty("in"));
            Felt[] expected = Felts(vector.GetProperty("out"));

            (Felt lane0, Felt lane1, Felt lane2) = Poseidon.Permute(input[0], input[1], input[2]);

            Assert.Equal(expected, new[] { lane0, lane1, lane2 });
        }
    }

    [Fact]
    public void Every_hash_of_many_elements_is_reproduced()
    {
        foreach (JsonElement vector in VectorFile.Cases(File, "hash_many"))
            Assert.Equal(vector.Felt("out"), Poseidon.HashMany(Felts(vector.GetProperty("in"))));
    }

    [Fact]
    public void Every_hash_of_one_and_of_two_elements_is_reproduced()
    {
        foreach (JsonElement vector in VectorFile.Cases(File, "hash_two"))
            Assert.Equal(vector.Felt("out"), Poseidon.Hash(vector.Felt("x"), vector.Felt("y")));
        foreach (JsonElement vector in VectorFile.Cases(File, "hash_single"))
            Assert.Equal(vector.Felt("out"), Poseidon.HashSingle(vector.Felt("x")));
    }

    [Fact]
    public void Every_short_string_is_read_as_its_number()
    {
        foreach (JsonElement vector in VectorFile.Cases(File, "short_string"))
            Assert.Equal(vector.Felt("out"), ShortString.ToFelt(vector.GetProperty("ascii").GetString()));
    }

    [Theory]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("Perpetuäls")]
    public void A_text_that_is_no_short_string_is_refused_by_name(string text)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => ShortString.ToFelt(text));

        Assert.Contains(text, refusal.Message);
    }

    [Fact]
    public void The_constants_have_the_published_digests()
    {
        JsonElement constants = VectorFile.Read(File).GetProperty("meta").GetProperty("constants");

        Assert.Equal(constants.GetProperty("sha256_of_plain_be32").GetString(), Digest(PoseidonConstants.ComputePlain()));
        Assert.Equal(constants.GetProperty("sha256_of_compressed_be32").GetString(), Digest(PoseidonConstants.Compress()));
    }

    [Fact]
    public void A_kept_state_can_be_continued_any_number_of_times()
    {
        Felt[] elements = Felts(VectorFile.Cases(File, "hash_many").First(v => v.GetProperty("in").GetArrayLength() >= 6).GetProperty("in"));
        PoseidonState kept = default;
        kept.Absorb(elements[0].ToFieldElement(), elements[1].ToFieldElement());
        kept.Absorb(elements[2].ToFieldElement(), elements[3].ToFieldElement());

        for (int attempt = 0; attempt < 3; attempt++)
        {
            PoseidonState odd = kept;
            PoseidonState even = kept;

            Assert.Equal(Poseidon.HashMany(elements[..5]), Felt.From(odd.FinishOdd(elements[4].ToFieldElement())));
            Assert.Equal(Poseidon.HashMany(elements[..4]), Felt.From(even.FinishEven()));
        }
    }

    [Fact]
    public void The_permutation_is_the_same_in_vectors_and_in_words()
    {
        Random random = new(20261122);
        for (int i = 0; i < 1_000; i++)
        {
            PoseidonState words = new() { S0 = Element(random, i), S1 = Element(random, i / 3), S2 = Element(random, i / 7) };
            PoseidonState vectors = words;

            // The second time with lanes as they come out of the first.
            for (int time = 0; time < 2; time++)
            {
                vectors.PermuteInVectors();
                words.PermuteInWords();
                Assert.Equal(words.S0.ToInteger(), vectors.S0.ToInteger());
                Assert.Equal(words.S1.ToInteger(), vectors.S1.ToInteger());
                Assert.Equal(words.S2.ToInteger(), vectors.S2.ToInteger());
                words.Absorb(Element(random, i), Element(random, i));
                vectors = words;
            }
        }
    }

    /// <summary>Zero, p − 1 and one among random ones.</summary>
    private static FieldElement Element(Random random, int kind)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return (kind % 16) switch
        {
            0 => FieldElement.Zero,
            1 => FieldElement.One,
            2 => FieldElement.FromInteger(UInt256.Subtract(FieldElement.Modulus, new UInt256(1, 0, 0, 0), out _)),
            _ => FieldElement.FromInteger(UInt256.ReadBigEndian(bytes)),
        };
    }

    private static Felt[] Felts(JsonElement array) => [.. array.EnumerateArray().Select(e => VectorFile.ParseFelt(e.GetString()!))];

    private static string Digest(FieldElement[] constants)
    {
        byte[] bytes = new byte[constants.Length * 32];
        for (int i = 0; i < constants.Length; i++)
            constants[i].ToInteger().WriteBigEndian(bytes.AsSpan(i * 32, 32));
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
