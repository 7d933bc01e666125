using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using LowLatencyMM.Signing;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Host.Verbs;

/// <summary>
/// Nanoseconds of the signing's public operations: after a warm-up, rounds in which every operation has its turn, so that whatever else the
/// machine does meets them all alike; median and least of the rounds' means.
/// </summary>
internal sealed class SignBenchmark
{
    private const int Rounds = 201;
    private const int PerRound = 16;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    // The public unit-test key of the exchange's Python SDK; it holds no funds.
    private const string TestKey = "0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";

    private readonly List<(string Name, double Median, double Least)> _results;
    private readonly double _startUpMilliseconds;

    private SignBenchmark(List<(string Name, double Median, double Least)> results, double startUpMilliseconds)
    {
        _results = results;
        _startUpMilliseconds = startUpMilliseconds;
    }

    public static SignBenchmark Run()
    {
        // The first signer of the process: compilation, tables and self-test.
        long start = Stopwatch.GetTimestamp();
        if (!StarkPrivateKey.TryParseHex(TestKey, out StarkPrivateKey? key))
            throw new InvalidOperationException("The benchmark's key is not accepted.");
        using (key)
        using (var signer = new StarkSigner(key, SigningDomain.Testnet, Order(0).PositionId))
        {
            double startUp = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Felt domain = SigningDomain.Testnet.Hash;
            Felt publicKey = signer.PublicKey;
            var signatures = new (Felt Hash, StarkSignature Signature)[PerRound];
            for (int i = 0; i < PerRound; i++)
            {
                signatures[i].Hash = signer.HashOrder(Order((ulong)i));
                signer.Sign(signatures[i].Hash, out signatures[i].Signature);
            }

            // Every order has another price, unless the name says that its price was prepared.
            (string Name, Action<ulong> Operation)[] operations =
            [
                ("permutation", i => Poseidon.Hash(Felt.FromUInt64(i), publicKey)),
                ("hash, nothing kept", i => OrderHash.Compute(domain, publicKey, Order(i))),
                ("hash, account kept", i => signer.HashOrder(NewSize(i))),
                ("hash, size kept", i => signer.HashOrder(Order(i))),
                ("hash, price kept", i => signer.HashOrder(Prepared(i))),
                ("sign", i => signer.Sign(signatures[i % PerRound].Hash, out _)),
                ("hash and sign, account kept", i => signer.Sign(signer.HashOrder(NewSize(i)), out _)),
                ("hash and sign, size kept", i => signer.Sign(signer.HashOrder(Order(i)), out _)),
                ("hash and sign, price kept", i => signer.Sign(signer.HashOrder(Prepared(i)), out _)),
                ("verify", i => StarkCurve.Verify(publicKey, signatures[i % PerRound].Hash, signatures[i % PerRound].Signature.R, signatures[i % PerRound].Signature.S)),
            ];
            return new SignBenchmark(Measure(operations), startUp);
        }
    }

    public void Print(bool json)
    {
        if (!json)
        {
            Console.Out.WriteLine(Machine());
            Console.Out.WriteLine(FormattableString.Invariant($"{"start-up",-28} {_startUpMilliseconds,9:F1} ms"));
            foreach ((string name, double median, double least) in _results)
                Console.Out.WriteLine(FormattableString.Invariant($"{name,-28} {median,9:F0} ns median {least,9:F0} ns least"));
            return;
        }

        JsonOutput.Write(writer =>
        {
            writer.WriteString("machine", Machine());
            writer.WriteNumber("rounds", Rounds);
            writer.WriteNumber("operationsPerRound", PerRound);
            writer.WriteNumber("startUpMilliseconds", Math.Round(_startUpMilliseconds, 1));
            writer.WriteStartObject("nanoseconds");
            foreach ((string name, double median, double least) in _results)
            {
                writer.WriteStartObject(name);
                writer.WriteNumber("median", Math.Round(median));
                writer.WriteNumber("least", Math.Round(least));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
    }

    private static List<(string Name, double Median, double Least)> Measure((string Name, Action<ulong> Operation)[] operations)
    {
        ulong next = 0;
        long end = Stopwatch.GetTimestamp() + (long)(WarmUp.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
        {
            foreach ((string _, Action<ulong> operation) in operations)
                TimeRound(operation, ref next);
        }

        double[][] times = [.. operations.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < operations.Length; i++)
                times[i][round] = TimeRound(operations[i].Operation, ref next);
        }

        return [.. operations.Select((operation, i) => (operation.Name, times[i].Order().ElementAt(Rounds / 2), times[i].Min()))];
    }

    private static double TimeRound(Action<ulong> operation, ref ulong next)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < PerRound; i++)
            operation(next++);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / PerRound;
    }

    private static OrderMessage Order(ulong number)
    {
        Felt.TryParseHex("0x4254432d3600000000000000000000", out Felt baseAsset);
        Felt.TryParseHex("0x31857064564ed0ff978e687456963cba09c2c6985d8f9300a1de4962fafa054", out Felt collateral);
        return new OrderMessage
        {
            PositionId = 10002,
            BaseAssetId = baseAsset,
            BaseAmount = -1000,
            QuoteAssetId = collateral,
            QuoteAmount = 43_445_116 + (long)number,
            FeeAssetId = collateral,
            FeeAmount = 21_723,
            ExpirationSeconds = 1_705_630_137,
            Salt = 1_473_459_052 + number,
        };
    }

    private static OrderMessage NewSize(ulong number) => Order(number) with { BaseAmount = -2000 - (long)number };

    private static OrderMessage Prepared(ulong number) => Order(number) with { QuoteAmount = 43_000_000 };

    private static string Machine()
    {
        string model = "unknown processor";
        if (File.Exists("/proc/cpuinfo"))
        {
            string[] lines = File.ReadAllLines("/proc/cpuinfo");
            model = string.Join(" ", new[] { "model name", "cpu family", "model\t" }.Select(n => Value(lines, n)));
        }

        string features = Bmi2.X64.IsSupported ? "BMI2" : "no BMI2";
        return FormattableString.Invariant(
            $"{model}, {Environment.ProcessorCount} cores, {features}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }

    private static string Value(string[] lines, string name)
    {
        string? line = lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? "" : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
