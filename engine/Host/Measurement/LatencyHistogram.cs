using System.Numerics;

namespace LowLatencyMM.Host.Measurement;

/// <summary>
/// Counts durations in log-linear buckets, 128 to each power of two: exact below 256 ns, two significant digits above. A percentile is the
/// largest duration of its bucket, so never below the exact one and less than 1/128 = 0.79 % above it; count and maximum are exact.
/// </summary>
/// <remarks>
/// One writer. Hot path: <see cref="Record"/> does not allocate and costs a few instructions. 57 KiB. Histograms of the same durations in
/// parts, added up, are the histogram of all; <see cref="LatencyHistogramText"/> writes and reads them.
/// </remarks>
public sealed class LatencyHistogram
{
    private const int SubBucketBits = 7;
    private const int SubBuckets = 1 << SubBucketBits;
    private const int Buckets = (64 - SubBucketBits) * SubBuckets;

    private readonly long[] _counts = new long[Buckets];

    /// <summary>The percentiles that are told, as fractions, with their names.</summary>
    public static IReadOnlyList<(string Name, double Fraction)> Percentiles { get; } =
        [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("p99.99", 0.9999)];

    /// <summary>Durations recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The largest, exact, in nanoseconds; 0 when empty.</summary>
    public long Max { get; private set; }

    /// <summary>Records one duration; a negative one (the clock was set back between processes) counts as 0.</summary>
    public void Record(long nanoseconds)
    {
        long value = Math.Max(nanoseconds, 0);
        _counts[IndexOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    /// <summary>Adds all durations of another one, as if they had been recorded here. Allocates nothing.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int index = 0; index < Buckets; index++)
            _counts[index] += other._counts[index];
        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The smallest duration that at least <paramref name="fraction"/> of all do not exceed, in nanoseconds; 0 when empty.</summary>
    /// <param name="fraction">0 to 1.</param>
    public long Percentile(double fraction)
    {
        // In decimals, so that 7 % of 100 are 7.
        long rank = Math.Max(1, (long)Math.Ceiling((decimal)fraction * Count));
        long seen = 0;
        for (int index = 0; index < Buckets; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
                return Math.Min(UpperBound(index), Max);
        }
        return Max;
    }

    /// <summary>The buckets that are not empty, ascending: the largest duration of each, and how many it holds. Cold path.</summary>
    public IEnumerable<(long UpTo, long Count)> Occupied()
    {
        for (int index = 0; index < Buckets; index++)
        {
            if (_counts[index] != 0)
                yield return (UpperBound(index), _counts[index]);
        }
    }

    /// <summary>Whether a bucket ends at this duration.</summary>
    internal static bool EndsAt(long upTo) => upTo >= 0 && UpperBound(IndexOf(upTo)) == upTo;

    /// <summary>Whether two durations fall into the same bucket.</summary>
    internal static bool AreAlike(long left, long right) => IndexOf(left) == IndexOf(right);

    /// <summary>Adds durations of which only bucket and maximum are known.</summary>
    internal void Restore(long upTo, long count, long max)
    {
        _counts[IndexOf(upTo)] += count;
        Count += count;
        Max = Math.Max(Max, max);
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
