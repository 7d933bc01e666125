using System.Text.Json;
using System.Text.Json.Nodes;
using LowLatencyMM.Signing.Vectors;

namespace LowLatencyMM.Signing.Tests;

public class VectorCheckTests
{
    public static TheoryData<string, string> Files() => new()
    {
        { "poseidon.json", "permutation 120, hash_many 107, hash_two 60, hash_single 30, starknet_keccak 39, short_string 10" },
        { "keys.json", "keys 645" },
        { "order-hash.json", "order-hash 420" },
        { "limit-order.json", "limit-order 300" },
        { "transfer.json", "transfer 250" },
        { "withdraw.json", "withdraw 250" },
        { "sign.json", "sign 460, sign-error 6, sign_with_given_k 61" },
        { "rfc6979.json", "rfc6979 140" },
        { "verify.json", "verify 166" },
        { "grind-key.json", "grind-key 225" },
        { "pedersen.json", "pedersen 100, onboarding 25" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_known_answer_of_every_kind_is_ours(string file, string counts)
    {
        VectorReport report = VectorCheck.Run(VectorFile.Read(file));

        Assert.Null(report.Mismatch);
        Assert.Equal(counts, string.Join(", ", report.Counts.Select(c => $"{c.Key} {c.Value}")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_changed_answer_is_found_and_named(string file, string counts)
    {
        JsonNode root = JsonNode.Parse(VectorFile.Read(file).GetRawText())!;
        int changed = 0;
        foreach ((string array, JsonNode? entries) in root.AsObject().Where(m => m.Value is JsonArray).ToList())
        {
            // The last but one, so that what precedes it is counted and what follows is not reached.
            int index = entries!.AsArray().Count - 2;
            JsonObject entry = entries[index]!.AsObject();
            JsonObject only = new() { [array] = new JsonArray([.. entries.AsArray().Select(e => e!.DeepClone())]) };
            foreach (string answer in Answers(entry))
            {
                JsonObject altered = only.DeepClone().AsObject();
                Change(altered[array]![index]!.AsObject(), answer);

                VectorReport report = VectorCheck.Run(JsonDocument.Parse(altered.ToJsonString()).RootElement);

                Assert.StartsWith($"{array}[{index}]", report.Mismatch);
                Assert.Equal(index, report.Counts.Sum(c => c.Value));
                changed++;
            }
        }

        Assert.True(changed >= counts.Split(',').Length, $"only {changed} answers were changed");
    }

    [Theory]
    [InlineData("[]", "JSON object")]
    [InlineData("{}", "no array")]
    [InlineData("""{"meta":{},"vectors":[]}""", "no array")]
    [InlineData("""{"vectors":[{"foo":1}]}""", "vectors[0]: fits no known kind")]
    [InlineData("""{"vectors":[7]}""", "vectors[0]: fits no known kind")]
    [InlineData("""{"vectors":[{"a":"0x1","b":"0xg","out":"0x1"}]}""", "\"0xg\"")]
    [InlineData("""{"vectors":[{"a":"0x1","b":5,"out":"0x1"}]}""", "a text")]
    [InlineData("""{"vectors":[{"private_key":"0x0","public_key":"0x1"}]}""", "private_key is not a private key")]
    [InlineData("""{"vectors":[{"private_key":"0x1","error":"out of range"}]}""", "private_key is accepted")]
    [InlineData("""{"vectors":[{"id":"x1","ascii":"a","out":"0x1"}]}""", "vectors[0] (x1): starknet_keccak: out is 0x2c225168")]
    public void What_is_no_known_answer_is_refused_with_place_and_reason(string text, string reason)
    {
        VectorReport report = VectorCheck.Run(JsonDocument.Parse(text).RootElement);

        Assert.Contains(reason, report.Mismatch);
    }

    [Theory]
    [InlineData("position_id", "4294967296")]
    [InlineData("position_id", "-1")]
    [InlineData("base_amount", "9223372036854775808")]
    [InlineData("quote_amount", "-9223372036854775809")]
    [InlineData("fee_amount", "18446744073709551616")]
    [InlineData("fee_amount", "-1")]
    [InlineData("expiration", "1.5")]
    [InlineData("salt", "")]
    [InlineData("base_asset_id", "0x800000000000011000000000000000000000000000000000000000000000001")]
    public void An_order_out_of_range_is_refused_and_counts_as_such_when_an_error_is_expected(string field, string value)
    {
        JsonObject entry = JsonNode.Parse(VectorFile.Cases("order-hash.json", "vectors")[0].GetRawText())!.AsObject();
        entry["input"]![field] = value;
        Assert.Contains(field, Run(entry).Mismatch);

        entry["error"] = "out of range";

        Assert.Null(Run(entry).Mismatch);
    }

    [Fact]
    public void An_order_in_range_is_no_error()
    {
        JsonObject entry = JsonNode.Parse(VectorFile.Cases("order-hash.json", "vectors")[0].GetRawText())!.AsObject();
        entry["error"] = "out of range";

        Assert.Contains("accepted", Run(entry).Mismatch);
    }

    private static VectorReport Run(JsonObject entry) =>
        VectorCheck.Run(JsonDocument.Parse(new JsonObject { ["vectors"] = new JsonArray(entry.DeepClone()) }.ToJsonString()).RootElement);

    /// <summary>Paths of what an entry promises; an entry that must be refused promises only that.</summary>
    private static IEnumerable<string> Answers(JsonObject entry)
    {
        if (entry.ContainsKey("valid"))
            return ["valid"];
        if (entry.ContainsKey("error"))
            return [];
        string[] names = ["out", "r", "s", "k", "private_key", "public_key", "public_key_y", "message_hash", "l2_key", "expected.domain_hash",
            "expected.struct_hash", "expected.message_hash"];
        return names.Where(n => Parent(entry, n).ContainsKey(n.Split('.')[^1]) && !(n == "k" && entry.ContainsKey("k_candidates")));
    }

    private static JsonObject Parent(JsonObject entry, string path) =>
        path.StartsWith("expected.", StringComparison.Ordinal) ? entry["expected"]?.AsObject() ?? [] : entry;

    private static void Change(JsonObject entry, string path)
    {
        JsonObject parent = Parent(entry, path);
        string name = path.Split('.')[^1];
        parent[name] = parent[name] switch
        {
            JsonArray lanes => new JsonArray([.. lanes.Skip(1).Select(l => l!.DeepClone()), Altered(lanes[0]!)]),
            JsonValue flag when flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False => !flag.GetValue<bool>(),
            var value => Altered(value!),
        };
    }

    /// <summary>The text with its last digit changed.</summary>
    private static JsonNode Altered(JsonNode text)
    {
        string hex = text.GetValue<string>();
        return hex[..^1] + (hex[^1] == '1' ? '2' : '1');
    }
}
