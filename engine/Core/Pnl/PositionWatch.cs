using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Pnl;

/// <summary>
/// Compares our position with the exchange's own. Messages older than our newest fill say nothing; a difference that lasts is the
/// exchange's word against ours, and the exchange's counts.
/// </summary>
public sealed class PositionWatch
{
    private const long LastingNs = 2_000_000_000;

    private bool _isKnown;
    private long _exchangeMs;
    private long _difference;
    private long _sinceNs;

    /// <summary>The exchange's position, steps.</summary>
    public long ExchangeSteps { get; private set; }

    /// <summary>The exchange's time of it, milliseconds.</summary>
    public long ExchangeMs => _exchangeMs;

    /// <summary>The exchange told its position.</summary>
    public void OnPosition(in PositionPayload position, long lastFillMs)
    {
        if (position.UpdatedMs < lastFillMs || position.UpdatedMs < _exchangeMs)
            return;
        _isKnown = true;
        _exchangeMs = position.UpdatedMs;
        ExchangeSteps = position.SizeSteps;
    }

    /// <summary>Compares; true when a difference has lasted long enough to be corrected.</summary>
    public bool IsWrong(long ourSteps, long lastFillMs, long nowNs)
    {
        long difference = _isKnown && _exchangeMs >= lastFillMs ? ExchangeSteps - ourSteps : 0;
        if (difference != _difference)
        {
            _difference = difference;
            _sinceNs = nowNs;
        }
        return difference != 0 && nowNs - _sinceNs >= LastingNs;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_isKnown);
        hash.Add(_exchangeMs);
        hash.Add(ExchangeSteps);
        hash.Add(_difference);
        hash.Add(_sinceNs);
    }
}
