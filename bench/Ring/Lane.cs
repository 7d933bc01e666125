using System.Diagnostics;

namespace LowLatencyMM.Bench.Ring;

/// <summary>One way to a consuming thread of its own, which sleeps between the measurements.</summary>
internal abstract class Lane(string name) : IDisposable
{
    private long _next;

    /// <summary>What it is.</summary>
    public string Name => name;

    /// <summary>Bytes that all threads allocated in the last <see cref="NsPerEvent"/>.</summary>
    public long AllocatedBytes { get; private set; }

    protected Tally Tally { get; } = new();

    /// <summary>Bytes that other producing threads allocated in the last <see cref="SendMany"/>.</summary>
    protected virtual long AllocatedByOthers => 0;

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
        sum += SumOf(_next, count);
        if (Tally.Sum != sum)
            throw new InvalidOperationException($"{name}: the consumer summed {Tally.Sum}, the producer wrote {sum}.");
        _next += count;
        AllocatedBytes = allocated + AllocatedByOthers + Tally.AllocatedBytes;
        return Stopwatch.GetElapsedTime(begin, Tally.ParkedAt).TotalNanoseconds / count;
    }

    /// <summary>Ends the consuming thread; it must be parked, as it is between measurements.</summary>
    public abstract void Dispose();

    /// <summary>Sends <paramref name="count"/> events with first words and values <paramref name="first"/>, first + 1, ….</summary>
    protected abstract void SendMany(long first, int count);

    /// <summary>What the consumer's sum grows by with these events.</summary>
    protected virtual long SumOf(long first, long count) => EventWords.SumOfMany(first, count);

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
