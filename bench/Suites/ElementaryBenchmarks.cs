using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Bench.Suites;

/// <summary>The core's own logarithm and exponential beside the platform's, on arguments of the models' size. Goal: at most twice the time.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ElementaryBenchmarks
{
    private const int Operations = 4_096;

    private readonly double[] _positive = Arguments(1e-6, 1e6);
    private readonly double[] _small = Arguments(1e-9, 1);
    private readonly double[] _exponents = [.. Arguments(1e-6, 1e6).Select(x => Math.Log(x))];

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("ln")]
    public double Ln()
    {
        double sum = 0;
        foreach (double x in _positive)
            sum += Elementary.Ln(x);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true), BenchmarkCategory("ln")]
    public double MathLog()
    {
        double sum = 0;
        foreach (double x in _positive)
            sum += Math.Log(x);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("log1p")]
    public double Log1p()
    {
        double sum = 0;
        foreach (double x in _small)
            sum += Elementary.Log1p(x);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true), BenchmarkCategory("log1p")]
    public double MathLogOfOneMore()
    {
        double sum = 0;
        foreach (double x in _small)
            sum += Math.Log(1 + x);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory("exp")]
    public double Exp()
    {
        double sum = 0;
        foreach (double x in _exponents)
            sum += Elementary.Exp(x);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true), BenchmarkCategory("exp")]
    public double MathExp()
    {
        double sum = 0;
        foreach (double x in _exponents)
            sum += Math.Exp(x);
        return sum;
    }

    private static double[] Arguments(double least, double most)
    {
        var random = new Random(20260101);
        return [.. Enumerable.Range(0, Operations).Select(_ => least * Math.Pow(most / least, random.NextDouble()))];
    }
}
