using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Numerics;
using Xunit.Abstractions;

namespace LowLatencyMM.Core.Tests.Numerics;

public sealed class ElementaryTests(ITestOutputHelper output)
{
    private const double LargestError = 0.52;
    private const double LargestErrorOfSubnormals = 0.76;
    private const double LargestExp = 709.782712893384;
    private const double SmallestExp = -745.1332191019411;

    /// <summary>Where things change: rows of the tables, exact powers, ends of the range.</summary>
    private static readonly double[] Positives =
    [
        double.Epsilon, 3 * double.Epsilon, 2.225073858507201E-308, 2.2250738585072014E-308, 1E-300, 1E-20, 0.1, 0.5, 0.6875,
        Math.BitDecrement(0.6875), 0.75, 1 - 1.0 / 256, Math.BitDecrement(1 - 1.0 / 256), Math.BitDecrement(1.0),
        Math.BitIncrement(1.0), 1 + 1.0 / 128, Math.BitDecrement(1 + 1.0 / 128), 1.375, Math.BitDecrement(1.375), 2, Math.E, 10, 1E10,
        1E300, double.MaxValue,
    ];

    [Fact]
    public void Ln_is_exact_to_nearly_half_an_ulp()
    {
        var random = new Random(1);
        var worst = new WorstError("Ln");
        foreach (double x in Positives)
            worst.Add(x, ElementaryOracle.LnError(x, Elementary.Ln(x)));
        for (int i = 0; i < 6_000; i++)
        {
            double any = BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FEFL << 48));
            double nearOne = 0.65 + 0.8 * random.NextDouble();
            double subnormal = BitConverter.Int64BitsToDouble(random.NextInt64(1, 1L << 52));
            double besideOne = 1 + (random.NextDouble() + 0.5) * (random.Next(2) * 2 - 1) * Math.Pow(2, -random.Next(2, 52));
            foreach (double x in (double[])[any, nearOne, subnormal, besideOne])
                worst.Add(x, ElementaryOracle.LnError(x, Elementary.Ln(x)));
        }

        worst.AssertAtMost(LargestError, output);
    }

    [Fact]
    public void Log1p_is_exact_to_nearly_half_an_ulp()
    {
        var random = new Random(2);
        var worst = new WorstError("Log1p");
        double[] edges =
        [
            -1.0 / 256, Math.BitDecrement(-1.0 / 256), Math.BitIncrement(-1.0 / 256), 1.0 / 128, Math.BitDecrement(1.0 / 128),
            -0.5, Math.BitIncrement(-1.0), 1, Math.BitDecrement(1.0), 1E-12, 1E-30, -1E-30, 1E15, 1E16, 1E17, 1E19, 1E40, double.MaxValue,
        ];
        foreach (double x in edges)
            worst.Add(x, ElementaryOracle.Log1pError(x, Elementary.Log1p(x)));
        for (int i = 0; i < 6_000; i++)
        {
            double sign = random.Next(2) * 2 - 1;
            double small = sign * random.NextDouble() * Math.Pow(2, -random.Next(1, 150));
            double large = random.NextDouble() * Math.Pow(2, random.Next(0, 1_023));
            double middle = 4 * random.NextDouble() - 1;
            double nearEdge = 0.02 * (random.NextDouble() - 0.5);
            foreach (double x in (double[])[small, large, middle, nearEdge])
                worst.Add(x, ElementaryOracle.Log1pError(x, Elementary.Log1p(x)));
        }

        worst.AssertAtMost(LargestError, output);
    }

    [Fact]
    public void Exp_is_exact_to_nearly_half_an_ulp()
    {
        var random = new Random(3);
        var worst = new WorstError("Exp");
        var worstSubnormal = new WorstError("Exp, subnormal results");
        double[] edges = [LargestExp, -708.3964185322641, 709.4361393, 0.5, -0.5, 1, -1, 1E-16, -1E-16, 1E-40, 0];
        foreach (double x in edges)
            worst.Add(x, ElementaryOracle.ExpError(x, Elementary.Exp(x)));
        worstSubnormal.Add(SmallestExp, ElementaryOracle.ExpError(SmallestExp, Elementary.Exp(SmallestExp)));
        for (int i = 0; i < 6_000; i++)
        {
            double sign = random.Next(2) * 2 - 1;
            double normal = -708 + 1_417 * random.NextDouble();
            double middle = sign * 3 * random.NextDouble();
            double small = sign * random.NextDouble() * Math.Pow(2, -random.Next(1, 60));
            double besideMiddle = (random.Next(-90_000, 90_000) + 0.5) * Math.Log(2) / 128;
            foreach (double x in (double[])[normal, middle, small, besideMiddle])
                worst.Add(x, ElementaryOracle.ExpError(x, Elementary.Exp(x)));
            double subnormal = -708.5 - 36.6 * random.NextDouble();
            worstSubnormal.Add(subnormal, ElementaryOracle.ExpError(subnormal, Elementary.Exp(subnormal)));
        }

        worst.AssertAtMost(LargestError, output);
        worstSubnormal.AssertAtMost(LargestErrorOfSubnormals, output);
    }

    [Fact]
    public void The_error_is_seen_when_there_is_one()
    {
        double x = 1.7;

        Assert.InRange(ElementaryOracle.LnError(x, Math.BitIncrement(Elementary.Ln(x))), 0.48, 1.52);
        Assert.InRange(ElementaryOracle.ExpError(x, Math.BitDecrement(Math.BitDecrement(Elementary.Exp(x)))), 1.48, 2.52);
        Assert.InRange(ElementaryOracle.Log1pError(1E-12, double.LogP1(1E-12) * (1 + 1E-6)), 1E9, 1E13);
    }

    [Fact]
    public void Special_values_are_as_in_IEEE_754()
    {
        long nan = BitConverter.DoubleToInt64Bits(double.NaN);

        Assert.Equal(double.NegativeInfinity, Elementary.Ln(0.0));
        Assert.Equal(double.NegativeInfinity, Elementary.Ln(-0.0));
        Assert.Equal(double.PositiveInfinity, Elementary.Ln(double.PositiveInfinity));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(Elementary.Ln(1.0)));
        foreach (double x in (double[])[-1, -double.Epsilon, double.NegativeInfinity, -double.NaN, BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001)])
            Assert.Equal(nan, BitConverter.DoubleToInt64Bits(Elementary.Ln(x)));

        Assert.Equal(double.NegativeInfinity, Elementary.Log1p(-1.0));
        Assert.Equal(double.PositiveInfinity, Elementary.Log1p(double.PositiveInfinity));
        foreach (double x in (double[])[0.0, -0.0, double.Epsilon, -double.Epsilon, 1E-300, -1E-300])
            Assert.Equal(BitConverter.DoubleToInt64Bits(x), BitConverter.DoubleToInt64Bits(Elementary.Log1p(x)));
        foreach (double x in (double[])[Math.BitDecrement(-1.0), double.NegativeInfinity, -double.NaN])
            Assert.Equal(nan, BitConverter.DoubleToInt64Bits(Elementary.Log1p(x)));

        Assert.Equal(1.0, Elementary.Exp(0.0));
        Assert.Equal(1.0, Elementary.Exp(-0.0));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(Math.BitIncrement(LargestExp)));
        Assert.True(double.IsFinite(Elementary.Exp(LargestExp)));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(Elementary.Exp(double.NegativeInfinity)));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(Elementary.Exp(-745.1332191019413)));
        Assert.Equal(double.Epsilon, Elementary.Exp(SmallestExp));
        Assert.Equal(nan, BitConverter.DoubleToInt64Bits(Elementary.Exp(-double.NaN)));
    }

    [Fact]
    public void Ln_never_falls_where_a_row_of_its_table_ends()
    {
        for (int exponent = -1_022; exponent <= 1_023; exponent++)
        {
            for (int row = 0; row < 128; row++)
            {
                double start = row < 80 ? 0.6875 + row / 256.0 : 1 + (row - 80) / 128.0;
                double x = Math.ScaleB(start, exponent);
                AssertRises(Elementary.Ln, Math.BitDecrement(x), 3);
            }
        }
    }

    [Fact]
    public void Exp_never_falls_where_a_row_of_its_table_ends()
    {
        for (int n = -137_500; n <= 131_000; n++)
            AssertRises(Elementary.Exp, Math.BitDecrement(Math.BitDecrement((n + 0.5) / 184.6649652337873)), 5);
    }

    [Fact]
    public void Log1p_never_falls_where_its_methods_meet()
    {
        AssertRises(Elementary.Log1p, -0.00390625 - 1E-16, 500);
        AssertRises(Elementary.Log1p, 0.0078125 - 1E-16, 500);
        for (int exponent = -52; exponent <= 60; exponent++)
        {
            for (int row = 0; row < 128; row++)
            {
                double start = Math.ScaleB(row < 80 ? 0.6875 + row / 256.0 : 1 + (row - 80) / 128.0, exponent) - 1;
                AssertRises(Elementary.Log1p, Math.BitDecrement(Math.BitDecrement(start)), 5);
            }
        }
    }

    [Fact]
    public void Neighbours_never_fall()
    {
        var random = new Random(4);
        for (int i = 0; i < 200_000; i++)
        {
            AssertRises(Elementary.Ln, BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FEFL << 48)), 2);
            AssertRises(Elementary.Ln, 0.5 + random.NextDouble(), 2);
            AssertRises(Elementary.Log1p, 4 * random.NextDouble() - 1, 2);
            AssertRises(Elementary.Exp, 1_460 * random.NextDouble() - 748, 2);
        }
    }

    [Fact]
    public void The_pinned_vectors_come_out_bit_for_bit()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryPaths.Vectors, "elementary.json")));
        int count = 0;
        foreach ((string name, Func<double, double> function) in ((string, Func<double, double>)[])
            [("ln", Elementary.Ln), ("log1p", Elementary.Log1p), ("exp", Elementary.Exp)])
        {
            foreach (JsonElement pair in document.RootElement.GetProperty(name).EnumerateArray())
            {
                double x = FromHex(pair[0].GetString()!);
                Assert.Equal($"{name}({x:R}) = {pair[1].GetString()}", $"{name}({x:R}) = {ToHex(function(x))}");
                count++;
            }
        }
        Assert.Equal(900, count);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        double sum = Elementary.Ln(2) + Elementary.Log1p(2) + Elementary.Exp(2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 1_000; i++)
            sum += Elementary.Ln(i) + Elementary.Log1p(1.0 / i) + Elementary.Exp(-i);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(sum > 0);
    }

    /// <summary>The function does not fall over so many neighbouring doubles.</summary>
    private static void AssertRises(Func<double, double> function, double from, int count)
    {
        double previous = function(from);
        for (; count > 1; count--)
        {
            from = Math.BitIncrement(from);
            double next = function(from);
            if (next < previous)
                Assert.Fail($"f({from:R}) = {next:R} is less than {previous:R}, the value just below.");
            previous = next;
        }
    }

    private static double FromHex(string hex) =>
        BitConverter.UInt64BitsToDouble(ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static string ToHex(double value) => BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

    private sealed class WorstError(string name)
    {
        private double _error;
        private double _at;

        public void Add(double x, double error)
        {
            if (!(error <= _error))
                (_error, _at) = (error, x);
        }

        public void AssertAtMost(double limit, ITestOutputHelper output)
        {
            output.WriteLine($"{name}: largest error {_error:F4} ulp, at {_at:R}");
            Assert.True(_error <= limit, $"{name}: {_error:F4} ulp at {_at:R}, more than {limit}.");
        }
    }
}
