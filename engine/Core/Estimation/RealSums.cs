namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Sums of real numbers over a rolling window of five-minute buckets. Rounding would pile up if what leaves were subtracted, so
/// with each new bucket the sums are formed anew.
/// </summary>
/// <remarks>O(1) per number, O(buckets) per bucket: 288 additions a counter each five minutes for a day. Allocates nothing after construction.</remarks>
internal sealed class RealSums
{
    private readonly double[] _totals;
    private readonly double[] _buckets;
    private readonly int _width;
    private readonly int _count;
    private long _bucket;

    /// <summary>Starts empty; see <see cref="BucketSums"/>.</summary>
    public RealSums(int width, long windowNs)
    {
        _width = width;
        _count = BucketSums.CountFor(windowNs);
        _totals = new double[width];
        _buckets = new double[_count * width];
    }

    /// <summary>A sum over the window.</summary>
    public double this[int index] => _totals[index];

    /// <summary>From now on numbers belong to the bucket of this time; what is too old leaves.</summary>
    public void TurnTo(long timeNs)
    {
        long bucket = timeNs / BucketSums.BucketNs;
        if (bucket <= _bucket)
            return;
        if (bucket - _bucket >= _count)
        {
            Array.Clear(_buckets);
            Array.Clear(_totals);
            _bucket = bucket;
            return;
        }
        while (_bucket < bucket)
            Array.Clear(_buckets, Slot(++_bucket), _width);
        SumAnew();
    }

    /// <summary>Adds to a sum, in the current bucket.</summary>
    public void Add(int index, double value)
    {
        _buckets[Slot(_bucket) + index] += value;
        _totals[index] += value;
    }

    /// <summary>Adds the sums to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_bucket);
        for (int i = 0; i < _width; i++)
            hash.Add(_totals[i]);
    }

    private void SumAnew()
    {
        Array.Clear(_totals);
        for (long bucket = _bucket - _count + 1; bucket <= _bucket; bucket++)
        {
            if (bucket < 0)
                continue;
            int slot = Slot(bucket);
            for (int i = 0; i < _width; i++)
                _totals[i] += _buckets[slot + i];
        }
    }

    private int Slot(long bucket) => (int)(bucket % _count) * _width;
}
