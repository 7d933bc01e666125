namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// A regular clock on the mid: at each of its ticks the mid that prevailed is taken, so that bounces between two ticks do not count.
/// After a gap of the data it starts anew, so that no return is taken across it.
/// </summary>
internal struct MidClock
{
    private readonly long _stepNs;
    private readonly long _gapNs;
    private long _mid2;
    private long _midNs;
    private long _sampledMid2;
    private long _nextNs;

    /// <summary>Starts without a mid.</summary>
    public MidClock(long stepNs, long gapNs)
    {
        _stepNs = stepNs;
        _gapNs = gapNs;
    }

    /// <summary>Time of the tick that <see cref="TryTick"/> took last.</summary>
    public readonly long TickNs => _nextNs - _stepNs;

    /// <summary>The clock's period, seconds.</summary>
    public readonly double StepSeconds => _stepNs / 1e9;

    /// <summary>The mid of this moment; ticks that are due before must have been taken.</summary>
    public void Set(long nowNs, long mid2)
    {
        if (_mid2 == 0)
            _nextNs = (nowNs + _stepNs - 1) / _stepNs * _stepNs;
        _mid2 = mid2;
        _midNs = nowNs;
    }

    /// <summary>The next sample begins a new series.</summary>
    public void Break()
    {
        _mid2 = 0;
        _sampledMid2 = 0;
    }

    /// <summary>Breaks if the mid is older than the gap. True if it did.</summary>
    public bool BreakIfStale(long nowNs)
    {
        if (_mid2 == 0 || nowNs - _midNs <= _gapNs)
            return false;
        Break();
        return true;
    }

    /// <summary>Takes the next tick that lies before now.</summary>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="mid2">Twice the mid that prevailed.</param>
    /// <param name="previousMid2">The one before; 0 for the first of a series.</param>
    public bool TryTick(long nowNs, out long mid2, out long previousMid2)
    {
        mid2 = _mid2;
        previousMid2 = _sampledMid2;
        if (_mid2 == 0 || nowNs <= _nextNs)
            return false;
        _sampledMid2 = _mid2;
        _nextNs += _stepNs;
        return true;
    }

    /// <summary>Adds the state to a hash.</summary>
    public readonly void AddTo(ref StateHasher hash)
    {
        hash.Add(_mid2);
        hash.Add(_midNs);
        hash.Add(_sampledMid2);
        hash.Add(_nextNs);
    }
}
