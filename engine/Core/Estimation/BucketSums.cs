namespace LowLatencyMM.Core.Estimation;

/// <summary>Integer counters over a rolling window of five-minute buckets: the oldest bucket leaves with all that it holds.</summary>
/// <remarks>Exact: integers are added and subtracted. O(1) per count, O(width) per bucket. Allocates nothing after construction.</remarks>
internal sealed class BucketSums
{
    /// <summary>Length of a bucket, nanoseconds.</summary>
    public const long BucketNs = 300_000_000_000;

    private readonly long[] _totals;
    private readonly long[] _buckets;
    private readonly int _width;
    private readonly int _count;
    private long _bucket;
    private int _current;

    /// <summary>Starts empty.</summary>
    /// <param name="width">Counters.</param>
    /// <param name="windowNs">Length of the window, rounded down to whole buckets, at least one.</param>
    public BucketSums(int width, long windowNs)
    {
        _width = width;
        _count = CountFor(windowNs);
        _totals = new long[width];
        _buckets = new long[_count * width];
    }

    /// <summary>A counter's sum over the window.</summary>
    public long this[int index] => _totals[index];

    /// <summary>Buckets in a window.</summary>
    public static int CountFor(long windowNs) => (int)Math.Max(1, windowNs / BucketNs);

    /// <summary>From now on counts belong to the bucket of this time; what is too old leaves.</summary>
    public void TurnTo(long timeNs)
    {
        long bucket = timeNs / BucketNs;
        if (bucket <= _bucket)
            return;
        if (bucket - _bucket >= _count)
        {
            Clear();
            Begin(bucket);
            return;
        }
        while (_bucket < bucket)
        {
            Begin(_bucket + 1);
            Span<long> expired = _buckets.AsSpan(_current, _width);
            for (int i = 0; i < _width; i++)
                _totals[i] -= expired[i];
            expired.Clear();
        }
    }

    /// <summary>Adds to a counter of the current bucket.</summary>
    public void Add(int index, long value)
    {
        _buckets[_current + index] += value;
        _totals[index] += value;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_buckets);
        Array.Clear(_totals);
    }

    /// <summary>Adds the sums to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_bucket);
        for (int i = 0; i < _width; i++)
            hash.Add(_totals[i]);
    }

    /// <summary>Reads the current bucket, so that it is in the caches.</summary>
    public long Touch() => CacheLines.Touch<long>(_buckets.AsSpan(_current, _width));

    private void Begin(long bucket)
    {
        _bucket = bucket;
        _current = (int)(bucket % _count) * _width;
    }
}
