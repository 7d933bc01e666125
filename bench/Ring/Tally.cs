using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ring;

/// <summary>
/// What the consuming thread does with events: it sums their words, notes how long stamped ones were on their way, and sleeps after
/// a parking one, so that the core is free while something else is measured.
/// </summary>
internal sealed class Tally : IDisposable
{
    /// <summary>Most stamped events between two parkings.</summary>
    public const int MostSamples = 100_000;

    /// <summary>First word of an event whose value is the time at which it was sent.</summary>
    public const long Stamped = -2;

    /// <summary>First word of an event that sends the consumer to sleep.</summary>
    public const long Parking = -1;

    private readonly SemaphoreSlim _resume = new(0);
    private readonly long[] _samples = new long[MostSamples];
    private Cells _cells;

    /// <summary>Sum of all words so far; to be read while parked.</summary>
    public long Sum => _cells.Sum;

    /// <summary>When the consumer parked, in <see cref="Stopwatch"/> ticks.</summary>
    public long ParkedAt => _cells.ParkedAt;

    /// <summary>Bytes that the consuming thread allocated between the last resumption and the last parking.</summary>
    public long AllocatedBytes => _cells.Allocated;

    /// <summary>Whether the consumer sleeps.</summary>
    public bool IsParked => Volatile.Read(ref _cells.IsParked);

    /// <summary>Ticks that the stamped events since the last resumption were on their way.</summary>
    public ReadOnlySpan<long> Samples => _samples.AsSpan(0, _cells.Samples);

    /// <summary>Makes an event the parking one.</summary>
    public static void WriteParking(ref Event e) => EventWords.Write(ref e, Parking, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(ref Event e)
    {
        if (EventWords.First(ref e) >= 0)
            _cells.Sum += EventWords.Sum(ref e);
        else
            TakeMarked(ref e);
    }

    /// <summary>For a consumer that sums by itself: adds its sum, and sleeps until resumed.</summary>
    public void Park(long sum)
    {
        _cells.Sum += sum;
        Park();
    }

    /// <summary>Wakes the consumer; to be called while it is parked.</summary>
    public void Resume()
    {
        _cells.Samples = 0;
        _resume.Release();
        var spin = new SpinWait();
        while (IsParked)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>Lets a parked consumer go on to its end.</summary>
    public void Release() => _resume.Release();

    public void Dispose() => _resume.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeMarked(ref Event e)
    {
        if (EventWords.First(ref e) == Parking)
        {
            Park();
            return;
        }
        // An event has arrived when all of it has.
        long value = EventWords.Value(ref e);
        _cells.Sum += EventWords.Sum(ref e);
        _samples[_cells.Samples++] = Stopwatch.GetTimestamp() - value;
    }

    private void Park()
    {
        _cells.ParkedAt = Stopwatch.GetTimestamp();
        _cells.Allocated = GC.GetAllocatedBytesForCurrentThread() - _cells.AllocatedBefore;
        Volatile.Write(ref _cells.IsParked, true);
        _resume.Wait();
        _cells.AllocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _cells.IsParked, false);
    }

    /// <summary>Away from everything that the producer touches while events flow.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Cells
    {
        [FieldOffset(128)]
        public long Sum;

        [FieldOffset(136)]
        public int Samples;

        [FieldOffset(144)]
        public long AllocatedBefore;

        [FieldOffset(152)]
        public long Allocated;

        [FieldOffset(160)]
        public long ParkedAt;

        [FieldOffset(320)]
        public bool IsParked;
    }
}
