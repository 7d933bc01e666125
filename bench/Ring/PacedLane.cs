using System.Diagnostics;

namespace LowLatencyMM.Bench.Ring;

/// <summary>A lane from the calling thread, through which single stamped events can be sent too.</summary>
internal abstract class PacedLane(string name) : Lane(name)
{
    /// <summary>Sends one event at a time, with pauses.</summary>
    /// <returns>Median and 99th percentile, nanoseconds from before the event is claimed until after it is summed; one clock read included.</returns>
    public (double Median, double P99) OneWayNs(int samples, long paceNs)
    {
        Tally.Resume();
        long pace = paceNs * Stopwatch.Frequency / 1_000_000_000;
        long due = Stopwatch.GetTimestamp();
        for (int i = 0; i < samples; i++)
        {
            long now;
            while ((now = Stopwatch.GetTimestamp()) < due)
            {
            }
            Send(Tally.Stamped, now);
            due = Math.Max(due + pace, now);
        }
        Park();
        double[] ns = [.. Tally.Samples.ToArray().Select(ticks => ticks * 1e9 / Stopwatch.Frequency)];
        return (Median.Of(ns), Median.Quantile(ns, 0.99));
    }

    /// <summary>Sends one event.</summary>
    protected abstract void Send(long first, long value);
}
