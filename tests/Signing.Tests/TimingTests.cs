using System.Diagnostics;
using System.Runtime.CompilerServices;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;
using Xunit.Abstractions;

namespace LowLatencyMM.Signing.Tests;

/// <summary>
/// Whether secrets show in the time: Welch's t-test over the times of one fixed secret and of random ones, drawn in random order ("dude, is
/// my code constant time?", Reparaz, Balasch, Verbauwhede, 2017). |t| above 4.5 means that they do.
/// </summary>
/// <remarks>
/// The first-level cache is refilled with something else before every sample. Look-ups by index read other lines for every scalar, and those
/// of a fixed one stay in the caches: that shows (t of −200 with 30,000 samples), which is why signers scan unless told otherwise.
/// The candidates of RFC 6979 vary openly and are left out.
/// </remarks>
[Collection(nameof(AllocationTests))]
public class TimingTests(ITestOutputHelper output)
{
    private const double Limit = 4.5;
    private const int SamplesPerClass = 1_000_000;
    private const int WarmUp = 50_000;
    private const int Batch = 4096;

    // Interrupts and other processes make the slowest samples; they say nothing of the code.
    private const double Kept = 0.9;

    private static readonly byte[] Eviction = GC.AllocateArray<byte>(128 * 1024, pinned: true);

    private delegate ulong Operation(in UInt256 secret);

    [SkippableFact]
    public void Multiplication_of_the_generator_takes_as_long_for_a_fixed_scalar_as_for_random_ones() =>
        AssertHides((in UInt256 secret) => Multiply(GeneratorTable.Scanned, secret));

    [SkippableFact]
    public void So_it_does_for_processors_without_long_vectors()
    {
        WordTable table = new(windowBits: 5, scans: true);
        AssertHides((in UInt256 secret) => Multiply(table, secret));
    }

    [SkippableFact]
    public void Inverses_take_as_long_for_a_fixed_number_as_for_random_ones()
    {
        AssertHides((in UInt256 secret) => ModularInverse.Scalar.Invert(secret).V0);
        AssertHides((in UInt256 secret) => ModularInverse.Field.Invert(secret).V0);
    }

    [SkippableFact]
    public void Signing_with_a_given_nonce_takes_as_long_for_a_fixed_nonce_as_for_random_ones()
    {
        UInt256 key = ScalarField.ToMontgomery(new UInt256(5, 6, 7, 8));
        UInt256 message = new(1, 2, 3, 4);
        AssertHides((in UInt256 secret) =>
        {
            Ecdsa.TrySign(GeneratorTable.Scanned, key, message, secret, out StarkSignature signature);
            return signature.S.Value.V0;
        });
    }

    [SkippableFact]
    public void Signing_takes_as_long_for_a_fixed_key_as_for_random_ones()
    {
        UInt256 message = new(1, 2, 3, 4);
        UInt256 nonce = new(5, 6, 7, 8);
        AssertHides((in UInt256 secret) =>
        {
            Ecdsa.TrySign(secret, message, nonce, out StarkSignature signature);
            return signature.S.Value.V0;
        });
    }

    [SkippableFact]
    public void A_multiplication_that_skips_one_addition_for_a_zero_bit_is_found_out()
    {
        LongSuite.Require();

        double t = Measure((in UInt256 secret) =>
        {
            GeneratorTable.Scanned.Multiply(secret, out JacobianPoint point, out _);
            if ((secret.V1 & 1) != 0)
                point.AddDistinct(StarkCurve.Generator);
            return (ulong)point.X.L0;
        });

        output.WriteLine(FormattableString.Invariant($"t = {t:F2}"));
        Assert.True(Math.Abs(t) > Limit, FormattableString.Invariant($"|t| is {t:F2}: the test is blind"));
    }

    private void AssertHides(Operation operation)
    {
        LongSuite.Require();

        double t = Measure(operation);

        output.WriteLine(FormattableString.Invariant($"t = {t:F2}"));
        Assert.True(Math.Abs(t) < Limit, FormattableString.Invariant($"|t| is {t:F2}, expected below {Limit}"));
    }

    private static ulong Multiply(GeneratorTable table, in UInt256 secret)
    {
        table.Multiply(secret, out JacobianPoint point, out _);
        return (ulong)point.X.L0;
    }

    private static double Measure(Operation operation)
    {
        Random random = new(20260927);
        UInt256 fixedSecret = Secret(random);
        UInt256[] secrets = new UInt256[Batch];
        bool[] isFixed = new bool[Batch];
        double[][] times = [new double[SamplesPerClass], new double[SamplesPerClass]];
        int[] counts = [0, 0];
        ulong sink = 0;
        for (int skipped = -WarmUp; counts[0] < SamplesPerClass || counts[1] < SamplesPerClass; skipped += Batch)
        {
            for (int i = 0; i < Batch; i++)
            {
                // Both are made and one is taken, so that the classes differ in nothing before the clock starts.
                UInt256 randomSecret = Secret(random);
                isFixed[i] = random.Next(2) == 0;
                secrets[i] = UInt256.Select(isFixed[i] ? ulong.MaxValue : 0, fixedSecret, randomSecret);
            }

            for (int i = 0; i < Batch; i++)
            {
                sink += Evict();
                long start = Stopwatch.GetTimestamp();
                sink += operation(secrets[i]);
                long time = Stopwatch.GetTimestamp() - start;
                int group = isFixed[i] ? 0 : 1;
                if (skipped >= 0 && counts[group] < SamplesPerClass)
                    times[group][counts[group]++] = time;
            }
        }

        GC.KeepAlive(sink);
        return WelchT(times[0], times[1]);
    }

    private static double WelchT(double[] first, double[] second)
    {
        double[] all = [.. first, .. second];
        Array.Sort(all);
        double limit = all[(int)(all.Length * Kept)];
        (double mean1, double error1) = MeanAndError(first.Where(t => t <= limit).ToArray());
        (double mean2, double error2) = MeanAndError(second.Where(t => t <= limit).ToArray());
        return (mean1 - mean2) / Math.Sqrt(error1 + error2);
    }

    /// <summary>Mean, and variance of the mean.</summary>
    private static (double Mean, double Error) MeanAndError(double[] times)
    {
        double mean = times.Average();
        return (mean, times.Sum(t => (t - mean) * (t - mean)) / (times.Length - 1.0) / times.Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Evict()
    {
        ulong sum = 0;
        for (int i = 0; i < Eviction.Length; i += 64)
            sum += Eviction[i];
        return sum;
    }

    /// <summary>In [1, 2^251), as likely odd as even.</summary>
    private static UInt256 Secret(Random random) => new(
        (ulong)random.NextInt64() * 3, (ulong)random.NextInt64() * 3, (ulong)random.NextInt64() * 3, (ulong)random.NextInt64() >> 4);
}
