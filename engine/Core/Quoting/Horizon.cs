using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// The horizon τ: always the same, or that of a session, which falls to a floor and, once the session is over, begins anew. The first
/// session begins with the first question.
/// </summary>
public struct Horizon
{
    private readonly double _seconds;
    private readonly double _leastSeconds;
    private readonly bool _isSession;
    private long _endNs;

    /// <summary>Takes the settings.</summary>
    public Horizon(QuotingSettings settings)
    {
        _seconds = settings.HorizonSeconds;
        _leastSeconds = settings.SessionMinTauSeconds;
        _isSession = settings.HorizonMode == HorizonMode.Session;
    }

    /// <summary>τ now, seconds.</summary>
    public double Seconds(long nowNs)
    {
        if (!_isSession)
            return _seconds;
        if (nowNs >= _endNs)
            _endNs = nowNs + (long)(_seconds * 1e9);
        return Math.Max((_endNs - nowNs) / 1e9, _leastSeconds);
    }

    /// <summary>Adds the state to a hash.</summary>
    public readonly void AddTo(ref StateHasher hash) => hash.Add(_endNs);
}
