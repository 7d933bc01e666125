using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Risk;

/// <summary>
/// A token bucket for HTTP requests. A quarter of the limit may come at once, the rest is refilled evenly, so that in any
/// minute there are never more requests than the limit. A share of the bucket is kept for cancels and queries.
/// </summary>
/// <remarks>Integers only: one token is <see cref="TokenParts"/> parts, and every nanosecond adds as many parts as there are tokens a minute.</remarks>
public sealed class RequestBudget
{
    private const long TokenParts = 60_000_000_000;

    private readonly long _capacity;
    private readonly long _reserve;
    private readonly long _partsPerNs;
    private long _level;
    private long _updatedNs;

    /// <summary>Starts with a full bucket.</summary>
    public RequestBudget(RiskSettings settings)
    {
        long burst = Math.Max(1, settings.MaxRequestsPerMinute / 4);
        _partsPerNs = Math.Max(1, settings.MaxRequestsPerMinute - burst);
        _capacity = burst * TokenParts;
        _reserve = Math.Min(_capacity / 100 * settings.CancelReservePercent, _capacity - TokenParts);
        _level = _capacity;
        RequestsPerMinute = settings.MaxRequestsPerMinute;
    }

    /// <summary>The limit.</summary>
    public long RequestsPerMinute { get; }

    /// <summary>Whole requests left, the reserve included.</summary>
    public long Available => _level / TokenParts;

    /// <summary>Adds what has accrued until now.</summary>
    public void Refill(long nowNs)
    {
        long elapsed = nowNs - _updatedNs;
        _updatedNs = nowNs;
        _level = elapsed >= (_capacity - _level) / _partsPerNs ? _capacity : _level + elapsed * _partsPerNs;
    }

    /// <summary>Whether an order or replace may be sent.</summary>
    public bool AllowsOrder => _level - TokenParts >= _reserve;

    /// <summary>Whether a cancel or query may be sent.</summary>
    public bool AllowsCancel => _level >= TokenParts;

    /// <summary>Takes one token.</summary>
    public void Take() => _level -= TokenParts;

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_level);
        hash.Add(_updatedNs);
    }
}
