namespace LowLatencyMM.Feed;

/// <summary>
/// The process's budget of HTTP requests, which the exchange counts by IP address: a token bucket, so that in no minute more requests leave than
/// the limit. A share is kept for cancels. All clients of a process that call the same exchange share one budget.
/// </summary>
/// <remarks>
/// <para>
/// A quarter of the limit may go at once; the other three quarters are refilled evenly over a minute. The bucket is one number, the time at which it
/// will be full again: a request moves it on by the time that one token takes, unless it would then lie further ahead than the bucket is deep.
/// </para>
/// <para>Safe for any number of threads. <see cref="TryTake"/> allocates nothing and takes no lock.</para>
/// </remarks>
public sealed class RateBudget
{
    /// <summary>The exchange's limit for an account without a tier, requests per minute.</summary>
    public const int DefaultRequestsPerMinute = 1_000;

    /// <summary>How long everybody pauses after a refusal (HTTP 429) that does not say how long.</summary>
    public static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly long _ticksPerToken;
    private readonly long _depthTicks;
    private readonly long _ordinaryDepthTicks;
    private long _fullAtTicks;
    private long _pausedUntilTicks;

    /// <summary>Starts with a full bucket.</summary>
    /// <param name="requestsPerMinute">The limit: 4 to 1,000,000.</param>
    /// <param name="cancelPercent">Share of the bucket kept for cancels: 0 to 90.</param>
    /// <param name="time">The clock; null: the system's monotonic one.</param>
    public RateBudget(int requestsPerMinute = DefaultRequestsPerMinute, int cancelPercent = 20, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requestsPerMinute, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requestsPerMinute, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfNegative(cancelPercent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cancelPercent, 90);
        _time = time ?? TimeProvider.System;
        _origin = _time.GetTimestamp();
        RequestsPerMinute = requestsPerMinute;
        int burst = requestsPerMinute / 4;
        int refillPerMinute = requestsPerMinute - burst;
        // Rounded up: never faster than the limit.
        _ticksPerToken = (TimeSpan.TicksPerMinute + refillPerMinute - 1) / refillPerMinute;
        _depthTicks = burst * _ticksPerToken;
        int kept = Math.Min(burst - 1, (burst * cancelPercent + 99) / 100);
        _ordinaryDepthTicks = (burst - kept) * _ticksPerToken;
    }

    /// <summary>The limit.</summary>
    public int RequestsPerMinute { get; }

    /// <summary>Requests that could leave now, the cancels' share included.</summary>
    public int Available => (int)((_depthTicks - Math.Max(0, Volatile.Read(ref _fullAtTicks) - Now())) / _ticksPerToken);

    /// <summary>Counts a request that is about to be sent. False: there is no room, nothing was counted, and it must not be sent.</summary>
    public bool TryTake(RequestPriority priority)
    {
        long now = Now();
        if (priority != RequestPriority.Cancel && now < Volatile.Read(ref _pausedUntilTicks))
            return false;
        long depth = DepthFor(priority);
        while (true)
        {
            long fullAt = Volatile.Read(ref _fullAtTicks);
            long next = Math.Max(fullAt, now) + _ticksPerToken;
            if (next - now > depth)
                return false;
            if (Interlocked.CompareExchange(ref _fullAtTicks, next, fullAt) == fullAt)
                return true;
        }
    }

    /// <summary>How long until <see cref="TryTake"/> may succeed; zero: now.</summary>
    public TimeSpan TimeUntil(RequestPriority priority)
    {
        long now = Now();
        long wait = Volatile.Read(ref _fullAtTicks) + _ticksPerToken - DepthFor(priority) - now;
        if (priority != RequestPriority.Cancel)
            wait = Math.Max(wait, Volatile.Read(ref _pausedUntilTicks) - now);
        return TimeSpan.FromTicks(Math.Max(0, wait));
    }

    /// <summary>The exchange refused for too many requests (HTTP 429): nothing but cancels leaves for a while.</summary>
    /// <param name="retryAfter">How long the exchange asked to wait; null: <see cref="DefaultPause"/>. At most five minutes count.</param>
    public void Pause(TimeSpan? retryAfter)
    {
        TimeSpan pause = retryAfter ?? DefaultPause;
        long until = Now() + Math.Clamp(pause.Ticks, 0, LongestPause.Ticks);
        while (true)
        {
            long known = Volatile.Read(ref _pausedUntilTicks);
            if (known >= until || Interlocked.CompareExchange(ref _pausedUntilTicks, until, known) == known)
                return;
        }
    }

    /// <summary>Waits until there is room, and counts the request.</summary>
    /// <param name="priority">Which part of the budget.</param>
    /// <param name="patience">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False at once, with nothing counted, if there will be no room within <paramref name="patience"/>.</returns>
    public async ValueTask<bool> TakeAsync(RequestPriority priority, TimeSpan patience, CancellationToken cancellation)
    {
        long deadline = Now() + Math.Min(patience.Ticks, TimeSpan.TicksPerDay);
        while (!TryTake(priority))
        {
            TimeSpan wait = TimeUntil(priority);
            if (Now() + wait.Ticks > deadline)
                return false;
            // Another caller may be faster: then the wait begins anew.
            await Task.Delay(wait + TimeSpan.FromMilliseconds(1), _time, cancellation).ConfigureAwait(false);
        }
        return true;
    }

    private long DepthFor(RequestPriority priority) => priority == RequestPriority.Cancel ? _depthTicks : _ordinaryDepthTicks;

    private long Now() => _time.GetElapsedTime(_origin).Ticks;
}
