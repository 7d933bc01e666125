using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Signing;
using LowLatencyMM.Signing.Vectors;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>sign</c>: the order signing alone: check it against known answers, sign one order, derive a public key, measure.</summary>
internal static class SignVerb
{
    private const string KeyVariable = "STARK_PRIVATE";

    // "0x", 64 digits, line end: anything longer is no key and is not read to its end.
    private const int MaxKeyInput = 128;

    public static Command Create() => new("sign", "Check, use and measure the order signing.") { Check(), Order(), PublicKey(), Bench() };

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "JSON files of known answers; kinds are recognised by their fields.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = Options.Json();
        var command = new Command("check", "Compare hashes, keys, nonces, signatures and verdicts with files of known answers.") { files, json };
        command.SetAction(parsed => Check(parsed.GetRequiredValue(files), parsed.GetValue(json)));
        return command;
    }

    private static int Check(string[] files, bool json)
    {
        var counts = new List<KeyValuePair<string, int>>();
        string? mismatch = null;
        foreach (string file in files)
        {
            VectorReport report = VectorCheck.Run(ReadJson(file));
            counts.AddRange(report.Counts);
            mismatch = report.Mismatch is null ? null : $"{file}: {report.Mismatch}";
            if (!json && mismatch is null)
                Console.Out.WriteLine($"{file}: {string.Join(", ", report.Counts.Select(c => FormattableString.Invariant($"{c.Key} {c.Value}")))}");
            if (mismatch is not null)
                break;
        }

        List<(string Kind, int Count)> totals = [.. counts.GroupBy(c => c.Key).Select(g => (g.Key, g.Sum(c => c.Value)))];
        int total = totals.Sum(t => t.Count);
        if (json)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteBoolean("equal", mismatch is null);
                writer.WriteNumber("checked", total);
                writer.WriteStartObject("kinds");
                foreach ((string kind, int count) in totals)
                    writer.WriteNumber(kind, count);
                writer.WriteEndObject();
                writer.WriteString("mismatch", mismatch);
            });
        }
        else if (mismatch is null)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{total} answers of {totals.Count} kinds agree."));
        }

        if (mismatch is not null)
            throw new UserErrorException(ExitCode.Failure, $"{mismatch}.");
        return ExitCode.Ok;
    }

    private static Command Order()
    {
        Option<uint> position = Required<uint>("--position", "The account's position (vault) number.", "U32");
        Option<string> baseAsset = Required<string>("--base-asset", "The market's synthetic asset id.", "HEX");
        Option<long> baseAmount = Required<long>("--base-amount", "Signed synthetic amount; positive for a buy.", "I64");
        Option<string> quoteAsset = Required<string>("--quote-asset", "The collateral asset id.", "HEX");
        Option<long> quoteAmount = Required<long>("--quote-amount", "Signed collateral amount; negative for a buy.", "I64");
        Option<string?> feeAsset = new("--fee-asset") { Description = "The fee's asset id; the collateral's if left out.", HelpName = "HEX" };
        Option<ulong> fee = Required<ulong>("--fee-amount", "Highest fee, in collateral units.", "U64");
        Option<ulong> expiration = Required<ulong>("--expiration", "Seconds since 1970, settlement time included.", "U64");
        Option<ulong> salt = Required<ulong>("--salt", "The order's nonce.", "U64");
        Option<string> chain = new("--chain") { Description = "SN_SEPOLIA or SN_MAIN.", HelpName = "ID", DefaultValueFactory = _ => SigningDomain.Testnet.ChainId };
        chain.Validators.Add(result =>
        {
            string? id = result.GetValueOrDefault<string>();
            if (id != SigningDomain.Testnet.ChainId && id != SigningDomain.Mainnet.ChainId)
                result.AddError($"--chain is '{id}', expected one of {SigningDomain.Testnet.ChainId}, {SigningDomain.Mainnet.ChainId}.");
        });
        Option<bool> json = Options.Json();
        var command = new Command("order", $"Hash and sign one order; the key comes from {KeyVariable} or standard input.")
        {
            position, baseAsset, baseAmount, quoteAsset, quoteAmount, feeAsset, fee, expiration, salt, chain, json,
        };
        command.SetAction(parsed =>
        {
            Felt quote = AssetId("--quote-asset", parsed.GetRequiredValue(quoteAsset));
            var order = new OrderMessage
            {
                PositionId = parsed.GetRequiredValue(position),
                BaseAssetId = AssetId("--base-asset", parsed.GetRequiredValue(baseAsset)),
                BaseAmount = parsed.GetRequiredValue(baseAmount),
                QuoteAssetId = quote,
                QuoteAmount = parsed.GetRequiredValue(quoteAmount),
                FeeAssetId = parsed.GetValue(feeAsset) is { } text ? AssetId("--fee-asset", text) : quote,
                FeeAmount = parsed.GetRequiredValue(fee),
                ExpirationSeconds = parsed.GetRequiredValue(expiration),
                Salt = parsed.GetRequiredValue(salt),
            };
            SigningDomain domain = parsed.GetRequiredValue(chain) == SigningDomain.Mainnet.ChainId ? SigningDomain.Mainnet : SigningDomain.Testnet;
            return SignOrder(order, domain, parsed.GetValue(json));
        });
        return command;
    }

    private static int SignOrder(in OrderMessage order, SigningDomain domain, bool json)
    {
        using StarkPrivateKey key = ReadKey();
        using var signer = new StarkSigner(key, domain, order.PositionId);
        Span<byte> r = stackalloc byte[Felt.MaxHexLength], s = stackalloc byte[Felt.MaxHexLength];
        if (signer.SignOrder(order, out Felt hash, r, out int rLength, s, out int sLength) != SignStatus.Signed)
            throw new UserErrorException(ExitCode.Failure, $"The order hashes to {hash}, which is 2^251 or more and must not be signed; another salt gives another hash.");
        Print(
            json, ("publicKey", signer.PublicKey.ToString()), ("hash", hash.ToString()),
            ("r", Encoding.ASCII.GetString(r[..rLength])), ("s", Encoding.ASCII.GetString(s[..sLength])));
        return ExitCode.Ok;
    }

    private static Command PublicKey()
    {
        Option<bool> json = Options.Json();
        var command = new Command("pubkey", $"Print the public key of the private key in {KeyVariable} or on standard input.") { json };
        command.SetAction(parsed =>
        {
            using StarkPrivateKey key = ReadKey();
            Print(parsed.GetValue(json), ("publicKey", key.DerivePublicKey().ToString()));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Bench()
    {
        Option<bool> json = Options.Json();
        var command = new Command("bench", "Measure hash, sign, hash and sign, verify on one core.") { json };
        command.SetAction(parsed =>
        {
            SignBenchmark.Run().Print(parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(bool json, params (string Name, string Value)[] values)
    {
        if (json)
        {
            JsonOutput.Write(writer =>
            {
                foreach ((string name, string value) in values)
                    writer.WriteString(name, value);
            });
            return;
        }

        foreach ((string name, string value) in values)
            Console.Out.WriteLine($"{name,-10} {value}");
    }

    private static Option<T> Required<T>(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, Required = true };

    private static Felt AssetId(string option, string text) => Felt.TryParseHex(text, out Felt value)
        ? value
        : throw new UserErrorException(ExitCode.Usage, $"{option} is \"{text}\", expected a field element in hex: at most 64 digits, below p.");

    private static JsonElement ReadJson(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using JsonDocument document = JsonDocument.Parse(stream);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCode.Failure, $"{file} cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new UserErrorException(ExitCode.Failure, $"{file} is not JSON: {e.Message}", e);
        }
    }

    /// <summary>The key from the environment (or <c>.env</c>), else from standard input; its text is never shown.</summary>
    private static StarkPrivateKey ReadKey()
    {
        string source = KeyVariable;
        StarkPrivateKey? key;
        if (EnvironmentVariables.Lookup(KeyVariable) is { Length: > 0 } text)
        {
            StarkPrivateKey.TryParseHex(text, out key);
        }
        else
        {
            source = "standard input";
            Span<char> buffer = stackalloc char[MaxKeyInput];
            int length = Console.In.ReadBlock(buffer);
            StarkPrivateKey.TryParseHex(buffer[..length].Trim(), out key);
            buffer.Clear();
        }

        return key ?? throw new UserErrorException(
            ExitCode.Configuration,
            string.Create(CultureInfo.InvariantCulture, $"{source} gives no private key: expected hex, at least 1 and below the curve's order (its value is not shown)."));
    }
}
