using BenchmarkDotNet.Attributes;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// A mid and a trade into each estimator, ten of each a second; and the fit of a full grid. Beside them what is written first: a queue of a
/// minute's returns, squared and summed at each mid.
/// </summary>
public class EstimatorBenchmarks
{
    private const int Operations = 1_000;
    private const int MidsPerSecond = 10;
    private const int WindowMids = 60 * MidsPerSecond;
    private const long StepNs = 100_000_000;

    private readonly VirtualQuotes _quotes = new(Settings(SigmaMethod.Ewma), 1);
    private readonly TradeDepth _depth = new(Settings(SigmaMethod.Ewma), everyPrint: false);
    private readonly SampledVolatility _ewma = new(Settings(SigmaMethod.Ewma));
    private readonly SampledVolatility _twoScale = new(Settings(SigmaMethod.TwoScale));
    private readonly SampledVolatility _garch = new(Settings(SigmaMethod.GarchStudentT));
    private readonly Queue<double> _returns = new();
    private double _lastMid = 97_000.5;
    private long _nowNs = 1_790_000_000_000_000_000;

    [Benchmark(OperationsPerInvoke = Operations)]
    public void VirtualQuoting()
    {
        for (int i = 0; i < Operations; i++)
        {
            _nowNs += StepNs;
            _quotes.OnMid(_nowNs, 194_001 + i % 5);
            _quotes.OnTrade(_nowNs, i % 2 == 0 ? Side.Buy : Side.Sell, 97_000 + (i % 2 == 0 ? i % 23 : -(i % 23)), 10);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Depths()
    {
        for (int i = 0; i < Operations; i++)
        {
            _nowNs += StepNs;
            _depth.OnMid(_nowNs, 194_001 + i % 5);
            _depth.OnTrade(_nowNs, _nowNs / 1_000_000, i % 2 == 0 ? Side.Buy : Side.Sell, 97_000 + (i % 2 == 0 ? i % 23 : -(i % 23)));
        }
    }

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true)]
    public double QueueOfReturns()
    {
        double sigma = 0;
        for (int i = 0; i < Operations; i++)
        {
            double mid = 97_000.5 + (i % 5 / 2.0);
            _returns.Enqueue(Math.Log(mid / _lastMid));
            _lastMid = mid;
            if (_returns.Count > WindowMids)
                _returns.Dequeue();
            sigma = Math.Sqrt(_returns.Sum(value => value * value) * MidsPerSecond / _returns.Count);
        }
        return sigma;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public double Ewma() => Feed(_ewma);

    [Benchmark(OperationsPerInvoke = Operations)]
    public double TwoScale() => Feed(_twoScale);

    [Benchmark(OperationsPerInvoke = Operations)]
    public double Garch() => Feed(_garch);

    [Benchmark]
    public IntensityFit WeightedFit() => _quotes.Fit(1);

    private static QuotingSettings Settings(SigmaMethod method) => new() { NotionalMicro = 250_000_000, SigmaMethod = method };

    private double Feed(SampledVolatility volatility)
    {
        for (int i = 0; i < Operations; i++)
        {
            _nowNs += StepNs;
            volatility.OnMid(_nowNs, 194_001 + i % 5);
        }
        return volatility.Sigma;
    }
}
