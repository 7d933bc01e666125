using System.Diagnostics;

namespace LowLatencyMM.Bench.Ring;

/// <summary>One way from the calling thread to a consuming thread of its own, which sleeps between the measurements.</summary>
internal abstract class Lane(string name) : IDisposable
{
    /// <summary>Most stamped events of one measurement.</summary>
    public const int MostSamples = 100_000;

    private long _next;

    /// <summary>What it is.</summary>
    public string Name => name;

    /// <summary>Bytes that both threads allocated in the last <see cref="NsPerEvent"/>.</summary>
    public long AllocatedBytes { get; private set; }

    protected Tally Tally { get; } = new(MostSamples);

    /// <summary>Sends as fast as it goes.</summary>
    /// <returns>Nanoseconds an event, from before the first is sent until after the last is summed.</returns>
    /// <exception cref="InvalidOperationException">The sum is wrong: events were lost, doubled or torn.</exception>
    public double NsPerEvent(int count)
    {
        long sum = Tally.Sum;
        Tally.Resume();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long begin = Stopwatch.GetTimestamp();
        SendMany(_next, count);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Park();
        sum += EventWords.SumOfMany(_next, count);
        if (Tally.Sum != sum)
            throw new InvalidOperationException($"{name}: the consumer summed {Tally.Sum}, the producer wrote {sum}.");
        _next += count;
        AllocatedBytes = allocated + Tally.AllocatedBytes;
        return Stopwatch.GetElapsedTime(begin, Tally.ParkedAt).TotalNanoseconds / count;
    }

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

    /// <summary>Ends the consuming thread; it must be parked, as it is between measurements.</summary>
    public abstract void Dispose();

    /// <summary>Sends <paramref name="count"/> events with first words and values <paramref name="first"/>, first + 1, ….</summary>
    protected abstract void SendMany(long first, int count);

    /// <summary>Sends one event.</summary>
    protected abstract void Send(long first, long value);

    protected abstract void SendParking();

    /// <summary>What the consuming thread died of; null while it lives.</summary>
    protected abstract Exception? Fault { get; }

    /// <summary>Sends the consumer to sleep and waits until it does.</summary>
    protected void Park()
    {
        SendParking();
        var spin = new SpinWait();
        while (!Tally.IsParked)
        {
            if (Fault is { } fault)
                throw new InvalidOperationException($"{name}: the consumer failed.", fault);
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
