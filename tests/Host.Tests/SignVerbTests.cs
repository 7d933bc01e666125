using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.Host.Tests;

/// <summary>The verb <c>sign</c> of the built binary, with the project's vectors and keys that hold nothing.</summary>
public sealed class SignVerbTests : IDisposable
{
    // The public unit-test key of the exchange's Python SDK, and the known answer of its tests.
    private const string PrivateKey = "0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";
    private const string PublicKey = "0x61c5e7e8339b7d56f197f54ea91b776776690e3232313de0f2ecbd0ef76f466";
    private const string Hash = "0x12bc162fe9a46e9056b595a8ca56aaec4cfe1c009786fdca3430f52c9be89d7";
    private const string R = "0x3d17d8b9652e5f60d40d079653cfa92b1065ea8cf159609a3c390070dcd44f7";
    private const string S = "0x76a6deccbc84ac324f695cfbde80e0ed62443e95f5dcd8722d12650ccc122e5";

    private static readonly string[] Order =
    [
        "sign", "order", "--position", "10002", "--base-asset", "0x4254432d3600000000000000000000", "--base-amount", "-1000",
        "--quote-asset", "0x31857064564ed0ff978e687456963cba09c2c6985d8f9300a1de4962fafa054", "--quote-amount", "43445116",
        "--fee-amount", "21723", "--expiration", "1705630137", "--salt", "1473459052",
    ];

    private static readonly string[] SigningFiles =
    [
        "poseidon.json", "keys.json", "order-hash.json", "limit-order.json", "transfer.json", "withdraw.json", "sign.json", "rfc6979.json",
        "verify.json", "grind-key.json", "pedersen.json",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_counts_every_answer_of_every_kind()
    {
        string[] files = [.. SigningFiles.Select(Vectors)];

        (int exitCode, JsonElement json) = await Json(null, ["sign", "check", .. files]);
        (int plainExitCode, string output, _) = await Run(null, ["sign", "check", .. files]);

        int total = files.Sum(file => Arrays(JsonNode.Parse(File.ReadAllText(file))!).Sum(array => array.Count));
        JsonElement kinds = json.GetProperty("kinds");
        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.True(json.GetProperty("equal").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("mismatch").ValueKind);
        Assert.Equal(total, json.GetProperty("checked").GetInt32());
        Assert.Equal(total, kinds.EnumerateObject().Sum(kind => kind.Value.GetInt32()));
        Assert.Equal(ExitCode.Ok, plainExitCode);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{total} answers of {kinds.EnumerateObject().Count()} kinds agree."), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_names_the_first_answer_that_differs_and_exits_1()
    {
        foreach (string name in SigningFiles)
        {
            JsonNode file = JsonNode.Parse(File.ReadAllText(Vectors(name)))!;
            JsonArray array = Arrays(file).First();
            Falsify(array[2]!.AsObject());
            Falsify(array[4]!.AsObject());
            string corrupted = _folder.Write(name, file.ToJsonString());

            (int exitCode, string output, string error) = await Run(null, ["sign", "check", corrupted]);

            Assert.True(exitCode == ExitCode.Failure, name);
            CommandLineTests.AssertOneLine(error);
            Assert.Contains($"{corrupted}: {array.GetPropertyName()}[2]", error, StringComparison.Ordinal);
            Assert.DoesNotContain("agree", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_tells_a_mismatch_in_its_object_too()
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(Vectors("order-hash.json")))!;
        Falsify(file["vectors"]![3]!.AsObject());
        string corrupted = _folder.Write("order-hash.json", file.ToJsonString());

        (int exitCode, JsonElement json) = await Json(null, ["sign", "check", corrupted]);

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.False(json.GetProperty("equal").GetBoolean());
        Assert.Equal(3, json.GetProperty("checked").GetInt32());
        Assert.Contains("vectors[3]", json.GetProperty("mismatch").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_refuses_files_that_hold_no_answers()
    {
        await Refuses(ExitCode.Failure, "none.json cannot be read", null, "sign", "check", "none.json");
        await Refuses(ExitCode.Failure, "text.json is not JSON", null, "sign", "check", _folder.Write("text.json", "no JSON"));
        await Refuses(ExitCode.Failure, "no array holds an entry", null, "sign", "check", _folder.Write("empty.json", "{\"vectors\":[]}"));
        await Refuses(ExitCode.Failure, "fits no known kind", null, "sign", "check", _folder.Write("foreign.json", "{\"vectors\":[{\"a\":1}]}"));
        await Refuses(ExitCode.Usage, "FILE", null, "sign", "check");
    }

    [Fact]
    public async Task Order_signs_the_known_order_with_the_key_of_the_environment()
    {
        (int exitCode, JsonElement json) = await Json(PrivateKey, Order);
        (_, string output, _) = await Run(PrivateKey, Order);
        (_, JsonElement onMainnet) = await Json(PrivateKey, [.. Order, "--chain", "SN_MAIN"]);

        Assert.Equal(ExitCode.Ok, exitCode);
        AssertKnownAnswer(json);
        foreach (string value in new[] { PublicKey, Hash, R, S })
            Assert.Contains(value, output, StringComparison.Ordinal);
        Assert.NotEqual(Hash, onMainnet.GetProperty("hash").GetString());
    }

    [Fact]
    public async Task The_key_is_read_from_standard_input_when_the_environment_has_none()
    {
        (int exitCode, string output, _) = await LlmmProcess.RunWithInputAsync(_folder.Path, PrivateKey + "\n", [.. Order, "--json"]);
        (_, string publicKey, _) = await LlmmProcess.RunWithInputAsync(_folder.Path, PrivateKey, "sign", "pubkey");

        Assert.Equal(ExitCode.Ok, exitCode);
        AssertKnownAnswer(JsonDocument.Parse(output).RootElement);
        Assert.Contains(PublicKey, publicKey, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x0")]
    [InlineData("0xdecafbadnohex")]
    [InlineData("0x800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f")]
    public async Task A_text_that_is_no_key_is_refused_and_not_shown(string text)
    {
        (int exitCode, string output, string error) = await LlmmProcess.RunWithInputAsync(_folder.Path, text, Order);

        Assert.Equal(ExitCode.Configuration, exitCode);
        Assert.Equal("", output);
        CommandLineTests.AssertOneLine(error);
        Assert.Contains("standard input gives no private key", error, StringComparison.Ordinal);
        if (text.Length > 0)
            Assert.DoesNotContain(text, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_option_takes_a_key()
    {
        (_, string help, _) = await Run(null, ["sign", "order", "--help"]);

        Assert.DoesNotContain("--key", help, StringComparison.Ordinal);
        await Refuses(ExitCode.Usage, "--private-key", PrivateKey, [.. Order, "--private-key", "1"]);
    }

    [Theory]
    [InlineData("--position", "4294967296", "'4294967296'")]
    [InlineData("--base-asset", "0x800000000000011000000000000000000000000000000000000000000000001", "--base-asset is")]
    [InlineData("--quote-asset", "xyz", "--quote-asset is \"xyz\", expected a field element in hex")]
    [InlineData("--base-amount", "9223372036854775808", "'9223372036854775808'")]
    [InlineData("--fee-amount", "-1", "'-1'")]
    [InlineData("--expiration", "soon", "'soon'")]
    [InlineData("--salt", "1.5", "'1.5'")]
    [InlineData("--chain", "SN_OTHER", "--chain is 'SN_OTHER', expected one of SN_SEPOLIA, SN_MAIN")]
    public async Task A_term_that_an_order_cannot_have_is_refused_by_name(string option, string value, string expected)
    {
        string[] arguments = [.. Order];
        int index = Array.IndexOf(arguments, option);
        arguments = index < 0 ? [.. arguments, option, value] : [.. arguments[..(index + 1)], value, .. arguments[(index + 2)..]];

        await Refuses(ExitCode.Usage, expected, PrivateKey, arguments);
    }

    [Fact]
    public async Task A_term_that_is_left_out_is_named()
    {
        await Refuses(ExitCode.Usage, "'--salt' is required", PrivateKey, Order[..^2]);
    }

    [Fact]
    public async Task Pubkey_prints_the_public_key_and_nothing_of_the_private_one()
    {
        (int exitCode, JsonElement json) = await Json(PrivateKey, ["sign", "pubkey"]);
        (_, string output, string error) = await Run(PrivateKey, ["sign", "pubkey"]);

        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Equal(PublicKey, json.GetProperty("publicKey").GetString());
        Assert.DoesNotContain(PrivateKey[2..], output + error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Bench_prints_median_and_least_of_every_operation()
    {
        (int exitCode, JsonElement json) = await Json(null, ["sign", "bench"]);

        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.NotEmpty(json.GetProperty("machine").GetString()!);
        JsonElement nanoseconds = json.GetProperty("nanoseconds");
        foreach (string operation in new[]
        {
            "permutation", "hash, nothing kept", "hash, account kept", "hash, size kept", "hash, price kept", "sign",
            "hash and sign, account kept", "hash and sign, size kept", "hash and sign, price kept", "verify",
        })
        {
            JsonElement times = nanoseconds.GetProperty(operation);
            double median = times.GetProperty("median").GetDouble(), least = times.GetProperty("least").GetDouble();
            Assert.True(least > 0 && least <= median, operation);
        }

        Assert.True(json.GetProperty("startUpMilliseconds").GetDouble() > 0);
    }

    private static void AssertKnownAnswer(JsonElement json)
    {
        Assert.Equal(PublicKey, json.GetProperty("publicKey").GetString());
        Assert.Equal(Hash, json.GetProperty("hash").GetString());
        Assert.Equal(R, json.GetProperty("r").GetString());
        Assert.Equal(S, json.GetProperty("s").GetString());
    }

    /// <summary>Changes the answer of an entry of any kind.</summary>
    private static void Falsify(JsonObject entry)
    {
        JsonObject answers = entry["expected"]?.AsObject() ?? entry;
        string answer = new[] { "out", "message_hash", "valid", "s", "k", "public_key" }.First(name => answers.ContainsKey(name) && (answers != entry || name != "message_hash"));
        answers[answer] = answers[answer]!.GetValueKind() switch
        {
            JsonValueKind.True => false,
            JsonValueKind.False => true,
            JsonValueKind.Array => new JsonArray("0x1", "0x2", "0x3"),
            _ => "0x1234567",
        };
    }

    private static IEnumerable<JsonArray> Arrays(JsonNode file) => file.AsObject().Select(member => member.Value).OfType<JsonArray>();

    private static string Vectors(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LowLatencyMM.sln")))
                return Path.Combine(folder.FullName, "tests", "vectors", name);
        }

        throw new DirectoryNotFoundException("No solution above the test assembly.");
    }

    private static Dictionary<string, string>? Keys(string? privateKey) =>
        privateKey is null ? null : new Dictionary<string, string> { ["STARK_PRIVATE"] = privateKey };

    private Task<(int ExitCode, string Output, string Error)> Run(string? privateKey, string[] arguments) =>
        LlmmProcess.RunAsync(_folder.Path, Keys(privateKey), arguments);

    private async Task<(int ExitCode, JsonElement Json)> Json(string? privateKey, string[] arguments)
    {
        (int exitCode, string output, _) = await Run(privateKey, [.. arguments, "--json"]);
        return (exitCode, JsonDocument.Parse(output).RootElement);
    }

    private async Task Refuses(int expectedExitCode, string expected, string? privateKey, params string[] arguments)
    {
        (int exitCode, string output, string error) = await Run(privateKey, arguments);

        Assert.Equal(expectedExitCode, exitCode);
        Assert.Equal("", output);
        CommandLineTests.AssertOneLine(error);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
