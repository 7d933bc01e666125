using System.Numerics;

namespace LowLatencyMM.Host.Measurement;

/// <summary>
/// Counts durations in log-linear buckets: 128 to each power of two, so a percentile is at most 0.8 % too large.
/// One writer; <see cref="Record"/> does not allocate and costs a few instructions.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBucketBits = 7;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits) * SubBuckets];

    /// <summary>Durations recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The largest, exact, in nanoseconds.</summary>
    public long Max { get; private set; }

    /// <summary>Records one duration; a negative one (the clock was set back between processes) counts as 0.</summary>
    public void Record(long nanoseconds)
    {
        long value = Math.Max(nanoseconds, 0);
        _counts[IndexOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    /// <summary>The smallest duration that at least <paramref name="fraction"/> of all do not exceed, in nanoseconds; 0 when empty.</summary>
    /// <param name="fraction">0 to 1.</param>
    public long Percentile(double fraction)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(fraction * Count));
        long seen = 0;
        for (int index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
                return Math.Min(UpperBound(index), Max);
        }
        return Max;
    }

    private static int IndexOf(long value)
    {
        if (value < SubBuckets)
            return (int)value;
        int shift = 63 - SubBucketBits - BitOperations.LeadingZeroCount((ulong)value);
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    private static long UpperBound(int index)
    {
        if (index < 2 * SubBuckets)
            return index;
        int shift = (index / SubBuckets) - 1;
        long first = (long)(index - (shift * SubBuckets)) << shift;
        return first + (1L << shift) - 1;
    }
}
