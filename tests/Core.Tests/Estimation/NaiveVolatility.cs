using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

/// <summary>
/// The plain twin of <see cref="Core.Estimation.SampledVolatility"/>: keeps every mid, and answers each question from the definition.
/// </summary>
internal sealed class NaiveVolatility(QuotingSettings settings)
{
    private const long Bucket = 300_000_000_000;

    private readonly List<(long Time, long Mid2)?> _events = [];

    private long StepNs => settings.SigmaMethod switch
    {
        SigmaMethod.TwoScale => 1_000_000_000,
        SigmaMethod.Parkinson => 60_000_000_000,
        _ => settings.SigmaSampleNs,
    };

    public void OnMid(long time, long mid2) => _events.Add((time, mid2));

    public void Break() => _events.Add(null);

    public double Sigma()
    {
        long now = _events[^1]!.Value.Time;
        List<List<(long Time, long Mid2, long High, long Low)>> series = Samples(now);
        // Everything belongs to the five-minute bucket of the sample that ends it; the window ends with the bucket of the newest one.
        long newest = series.SelectMany(part => part.Skip(1)).Select(sample => sample.Time / Bucket).DefaultIfEmpty(0).Max();
        if (settings.SigmaMethod == SigmaMethod.TwoScale)
            newest = series.SelectMany(part => part).Select(sample => sample.Time / Bucket).DefaultIfEmpty(0).Max();
        long oldest = newest - settings.WindowNs / Bucket + 1;
        bool InWindow(long time) => time / Bucket >= oldest;
        double step = StepNs / 1e9;
        if (settings.SigmaMethod == SigmaMethod.Parkinson)
        {
            double[] ranges = [.. series.SelectMany(part => part.Skip(1)).Where(bar => InWindow(bar.Time)).Select(bar => Math.Log(bar.High / (double)bar.Low))];
            return ranges.Length < 30 ? double.NaN : Math.Sqrt(ranges.Average(range => range * range) / (4 * Math.Log(2) * step));
        }
        double[] returns = [.. Steps(1).Where(pair => InWindow(pair.Time)).Select(pair => pair.Return)];
        if (settings.SigmaMethod == SigmaMethod.TwoScale)
        {
            int k = (int)settings.TsrvSlowSteps;
            double[] slow = [.. Steps(k).Where(pair => InWindow(pair.Time)).Select(pair => pair.Return)];
            if (returns.Length < 2 * k || slow.Length == 0)
                return double.NaN;
            double fastVariance = returns.Sum(r => r * r);
            double slowVariance = slow.Sum(r => r * r) / k;
            double share = slow.Length / (double)k / returns.Length;
            return Math.Sqrt(Math.Max(0, (slowVariance - share * fastVariance) / (1 - share)) / (returns.Length * step));
        }
        if (returns.Length < 30)
            return double.NaN;
        if (settings.SigmaMethod == SigmaMethod.Realized)
            return Math.Sqrt(returns.Average(r => r * r) / step);
        double mean = returns.Average();
        return Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1) / step);

        IEnumerable<(long Time, double Return)> Steps(int distance) => series.SelectMany(part =>
            Enumerable.Range(distance, Math.Max(0, part.Count - distance)).Select(i => (part[i].Time, Math.Log(part[i].Mid2 / (double)part[i - distance].Mid2))));
    }

    /// <summary>Previous-tick samples at every clock tick strictly before now, split at breaks and gaps.</summary>
    private List<List<(long Time, long Mid2, long High, long Low)>> Samples(long now)
    {
        var all = new List<List<(long, long, long, long)>>();
        foreach (List<(long Time, long Mid2)> part in Parts())
        {
            var samples = new List<(long, long, long, long)>();
            // The part ends with its last mid, unless it is the running one, which ends now.
            long end = part[^1].Time;
            int next = 0;
            long before = 0;
            for (long tick = (part[0].Time + StepNs - 1) / StepNs * StepNs; tick < end && tick < now; tick += StepNs)
            {
                // A bar begins with the mid that the one before ended with.
                long high = before, low = before == 0 ? long.MaxValue : before;
                for (; next < part.Count && part[next].Time <= tick; next++)
                {
                    high = Math.Max(high, part[next].Mid2);
                    low = Math.Min(low, part[next].Mid2);
                    before = part[next].Mid2;
                }
                samples.Add((tick, before, high, low));
            }
            all.Add(samples);
        }
        return all;
    }

    private IEnumerable<List<(long Time, long Mid2)>> Parts()
    {
        var part = new List<(long Time, long Mid2)>();
        foreach ((long Time, long Mid2)? mid in _events)
        {
            bool isGap = part.Count > 0 && mid is not null && mid.Value.Time - part[^1].Time > settings.GapNs;
            if ((mid is null || isGap) && part.Count > 0)
            {
                yield return part;
                part = [];
            }
            if (mid is not null)
                part.Add(mid.Value);
        }
        if (part.Count > 0)
            yield return part;
    }
}
