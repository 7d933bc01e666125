using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// What the orders of all markets share: ids, nonces, request budget, control connection, and what the exchange said about the
/// account as a whole.
/// </summary>
public sealed class AccountOrders
{
    private const long FundsPauseNs = 30_000_000_000;
    private const long RateLimitPauseNs = 5_000_000_000;
    private const long NsPerMs = 1_000_000;

    private RequestLine _control;
    private long _fundsUntilNs;
    private long _rateLimitedUntilNs;

    /// <summary>Nothing is sent before the session, nonces and the account are known.</summary>
    public AccountOrders(EngineSettings settings)
    {
        Budget = new RequestBudget(settings.Risk);
        Own = new OwnOrders(settings.Risk);
    }

    /// <summary>Every own order that can still matter.</summary>
    public OwnOrders Own { get; }

    /// <summary>Nonces that may be used.</summary>
    public NonceSource Nonces { get; } = new();

    /// <summary>Requests that may be sent.</summary>
    public RequestBudget Budget { get; }

    /// <summary>What a person should know of.</summary>
    public AlertQueue Alerts { get; } = new();

    /// <summary>What was sent and came back, counted.</summary>
    public OrderCounters Counters { get; } = new();

    /// <summary>The connection for queries and mass cancels.</summary>
    public ref RequestLine Control => ref _control;

    /// <summary>Whether the account stream is up and what it missed was fetched.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether the account was ready once: positions are known.</summary>
    public bool WasReady { get; private set; }

    /// <summary>The newest fill that the first positions contain.</summary>
    public long BaselineTradeId { get; private set; }

    /// <summary>Whether the operator has started quoting, be it paused now.</summary>
    public bool WasStarted { get; private set; }

    /// <summary>Whether the operator paused: everything is cancelled, and nothing placed until it starts again.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Whether everything is cancelled and nothing placed, for good.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether a refusal that needs a person halted placing.</summary>
    public bool IsHalted { get; private set; }

    /// <summary>Whether orders that open or add to a position pause because funds did not suffice.</summary>
    public bool IsShortOfFunds(long nowNs) => nowNs < _fundsUntilNs;

    /// <summary>Whether orders pause because of the exchange's rate limit.</summary>
    public bool IsRateLimited(long nowNs) => nowNs < _rateLimitedUntilNs;

    /// <summary>The account stream is up, and what it missed was published.</summary>
    public void BecomeReady(long lastTradeId)
    {
        IsReady = true;
        if (!WasReady)
            BaselineTradeId = lastTradeId;
        WasReady = true;
    }

    /// <summary>The account stream is down: what it would have said is missing.</summary>
    public void LoseStream() => IsReady = false;

    /// <summary>Quoting begins, or goes on.</summary>
    public void Start()
    {
        WasStarted = true;
        IsPaused = false;
    }

    /// <summary>Only collecting and computing goes on.</summary>
    public void Pause() => IsPaused = true;

    /// <summary>From now on nothing is placed.</summary>
    public void Stop() => IsStopped = true;

    /// <summary>The fields themselves were refused: more of the same would be too.</summary>
    public void Halt() => IsHalted = true;

    /// <summary>Funds did not suffice.</summary>
    public void PauseForFunds(long nowNs) => _fundsUntilNs = nowNs + FundsPauseNs;

    /// <summary>The exchange asked for fewer requests.</summary>
    /// <param name="retryAfterMs">How long to pause, if it said so; else 0.</param>
    /// <param name="nowNs">Engine time.</param>
    public void PauseForRateLimit(long retryAfterMs, long nowNs)
    {
        long pause = retryAfterMs > 0 ? retryAfterMs * NsPerMs : RateLimitPauseNs;
        _rateLimitedUntilNs = Math.Max(_rateLimitedUntilNs, nowNs + pause);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        Own.AddTo(ref hash);
        Nonces.AddTo(ref hash);
        Budget.AddTo(ref hash);
        Alerts.AddTo(ref hash);
        Counters.AddTo(ref hash);
        _control.AddTo(ref hash);
        hash.Add(_fundsUntilNs);
        hash.Add(_rateLimitedUntilNs);
        hash.Add(BaselineTradeId);
        hash.Add(WasReady);
        hash.Add(IsReady);
        hash.Add(WasStarted);
        hash.Add(IsPaused);
        hash.Add(IsStopped);
        hash.Add(IsHalted);
    }
}
