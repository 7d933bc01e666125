using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using Xunit.Abstractions;

namespace LowLatencyMM.Core.Tests.Estimation;

/// <summary>Synthetic markets of Poisson trades with geometric depths, A = 0.5/s a side, κ = 0.5 per USD at tick 0.1, one hour, σ = 0.</summary>
public class RecoveryTests(ITestOutputHelper output)
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_790_000_000 * Second;
    private const long Mid2 = 67_660;
    private const int Seconds = 3_600;
    private const double KappaPerTick = 0.05;
    private const double Rate = 0.5;

    private static readonly QuotingSettings Settings = new() { NotionalMicro = 1, IntensitySampleNs = Second };

    // Defects 66 and 67: quotes that were not filled did not count, so the rate could not fall below one per life; and only one second of
    // a minute was looked at.
    [Theory]
    [InlineData(IntensityMethod.VirtualQuoting, 200)]
    [InlineData(IntensityMethod.TradeDepth, 200)]
    [InlineData(IntensityMethod.DepthIntensity, 50)]
    public void The_decay_of_a_synthetic_market_is_recovered_within_its_interval(IntensityMethod method, int runs)
    {
        double sum = 0, sumLnA = 0;
        var missed = new List<int>();
        for (int seed = 1; seed <= runs; seed++)
        {
            IntensityFit fit = Run(new Random(seed), method);
            sum += fit.KappaPerTick / KappaPerTick;
            sumLnA += fit.LnA;
            if (!(Math.Abs(fit.KappaPerTick - KappaPerTick) <= IntensityFit.Quantile95 * fit.KappaErrorPerTick))
                missed.Add(seed);
        }

        double bias = sum / runs - 1;
        double coverage = 1 - missed.Count / (double)runs;
        string found = $"{method}: bias {bias:P2}, coverage {coverage:P1}, mean A {Math.Exp(sumLnA / runs):0.000}, "
            + $"seeds whose interval misses the truth: {string.Join(' ', missed)}";
        output.WriteLine(found);
        Assert.True(Math.Abs(bias) <= 0.02 && coverage >= 0.88, found);
        Assert.InRange(Math.Exp(sumLnA / runs), 0.93 * Rate, 1.05 * Rate);
    }

    private static IntensityFit Run(Random random, IntensityMethod method)
    {
        var orders = new TradeDepth(Settings, everyPrint: false);
        var quotes = new VirtualQuotes(Settings, 0.1, method == IntensityMethod.DepthIntensity ? new EmptyBook() : null);
        double next = NextArrival(random, 2 * Rate);
        for (int second = 0; second < Seconds; second++)
        {
            quotes.OnMid(Start + second * Second, Mid2);
            orders.OnMid(Start + second * Second, Mid2);
            for (; next < second + 1; next += NextArrival(random, 2 * Rate))
            {
                // Depth in whole ticks with P(depth >= D) = exp(-kappa D).
                long depth = (long)Math.Floor(-Math.Log(1 - random.NextDouble()) / KappaPerTick);
                bool isBuy = random.Next(2) == 0;
                long price = isBuy ? Mid2 / 2 + depth : Mid2 / 2 - depth;
                long now = Start + (long)(next * Second);
                quotes.OnTrade(now, isBuy ? Side.Buy : Side.Sell, price, 1_000_000);
                orders.OnTrade(now, now, isBuy ? Side.Buy : Side.Sell, price);
            }
        }
        quotes.Advance(Start + Seconds * Second + 1);
        orders.Advance(Start + Seconds * Second);
        return method == IntensityMethod.TradeDepth ? orders.Fit() : quotes.Fit(5);
    }

    private static double NextArrival(Random random, double rate) => -Math.Log(1 - random.NextDouble()) / rate;

    /// <summary>Levels far out, nothing in front of them: a queue of nobody.</summary>
    private sealed class EmptyBook : IQueueView
    {
        public long QueueAhead(Side side, long priceTicks) => 0;

        public long LotSteps(long mid2) => 1;
    }
}
