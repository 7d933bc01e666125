namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// How far the exchange's times lie behind their arrival. The two clocks differ and every frame travels for a while, so only the excess
/// over the least lag of the last minutes tells of frames that were held up.
/// </summary>
public sealed class ExchangeLag
{
    /// <summary>The least lag is that of the current and the last window of this length: clocks that drift apart are followed.</summary>
    public const long WindowNs = 300_000_000_000;

    private const long NsPerMs = 1_000_000;

    private long _least = long.MaxValue;
    private long _leastBefore = long.MaxValue;
    private long _windowEndNs;

    /// <summary>Whether a frame was seen.</summary>
    public bool IsKnown => _least != long.MaxValue || _leastBefore != long.MaxValue;

    /// <summary>The least lag, nanoseconds: our clock less the exchange's, plus the shortest way; below 0 if the exchange's clock is ahead by more.</summary>
    public long LeastNs => Math.Min(_least, _leastBefore);

    /// <summary>A frame with the exchange's time arrived.</summary>
    public void Observe(long exchangeMs, long receiveNs)
    {
        if (exchangeMs == 0)
            return;
        if (receiveNs >= _windowEndNs)
        {
            _leastBefore = _least;
            _least = long.MaxValue;
            _windowEndNs = receiveNs + WindowNs;
        }
        _least = Math.Min(_least, receiveNs - exchangeMs * NsPerMs);
    }

    /// <summary>By how much something of that exchange time arrived later than it could have; 0 if that is not known.</summary>
    public long ExcessNs(long exchangeMs, long receiveNs) =>
        exchangeMs == 0 || !IsKnown ? 0 : Math.Max(0, receiveNs - exchangeMs * NsPerMs - LeastNs);

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_least);
        hash.Add(_leastBefore);
        hash.Add(_windowEndNs);
    }
}
