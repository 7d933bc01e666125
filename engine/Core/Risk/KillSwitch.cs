using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Risk;

/// <summary>
/// The limits of loss: of a day (since the session's start or midnight UTC), from the highest profit of the session, and in a row. Profit is that
/// of all markets, open positions included.
/// </summary>
public sealed class KillSwitch(RiskSettings settings)
{
    private const long NsPerDay = 86_400_000_000_000;

    private bool _isBegun;
    private long _day;
    private long _dayStartMicro;
    private long _highestMicro;

    /// <summary>Whether any limit is set.</summary>
    public bool IsOn { get; } = settings.MaxDailyLossMicro > 0 || settings.MaxDrawdownMicro > 0 || settings.MaxConsecutiveLosses > 0;

    /// <summary>Whether a limit was reached; then it stays so.</summary>
    public bool HasActed { get; private set; }

    /// <summary>Looks at the profit. True once: when a limit is reached, which the alert tells.</summary>
    public bool Acts(long profitMicro, long lossesInRow, long nowNs, out AlertPayload alert)
    {
        if (!_isBegun || nowNs / NsPerDay != _day)
        {
            _highestMicro = _isBegun ? _highestMicro : profitMicro;
            _isBegun = true;
            _day = nowNs / NsPerDay;
            _dayStartMicro = profitMicro;
        }
        _highestMicro = Math.Max(_highestMicro, profitMicro);
        alert = Reached(AlertKind.DailyLoss, _dayStartMicro - profitMicro, settings.MaxDailyLossMicro);
        if (alert.Alert == AlertKind.None)
            alert = Reached(AlertKind.Drawdown, _highestMicro - profitMicro, settings.MaxDrawdownMicro);
        if (alert.Alert == AlertKind.None)
            alert = Reached(AlertKind.ConsecutiveLosses, lossesInRow, settings.MaxConsecutiveLosses);
        bool acts = !HasActed && alert.Alert != AlertKind.None;
        HasActed |= acts;
        return acts;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_isBegun);
        hash.Add(_day);
        hash.Add(_dayStartMicro);
        hash.Add(_highestMicro);
        hash.Add(HasActed);
    }

    private static AlertPayload Reached(AlertKind kind, long value, long limit) =>
        limit > 0 && value >= limit ? new AlertPayload { Alert = kind, Value = value, Limit = limit } : default;
}
