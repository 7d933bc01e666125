using System.Diagnostics;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// Keeps the way from a frame to an order in the caches while the engine's thread polls. A thread that has polled for some milliseconds finds code and data of
/// everything else gone, and the next frame pays for it. So, while nothing comes, a made-up frame goes through a chain of its own every now and then, by the same
/// compiled code down to the transport, which drops its orders; and what the live engine would need next is read.
/// </summary>
/// <remarks>
/// Nothing of it reaches the live ring, journal, core or sockets. A frame that comes in the middle waits until it is over. On the polling thread, where it
/// allocates nothing; a thread aside makes the next stage before the ids and nonces of one are used up.
/// </remarks>
public sealed class Rehearsal : IEventSource, IDisposable
{
    /// <summary>With one level a side half a day at 2,000 a second; the own ids of a stage last for five times as many.</summary>
    private const int UsualRounds = 100_000_000;

    private const long Unknown = long.MinValue;

    private readonly IEventSource _source;
    private readonly EngineSettings _settings;
    private readonly TradedMarket _live;
    private readonly FeedMarket _market;
    private readonly long _intervalTicks;
    private readonly int _rounds;
    private readonly AutoResetEvent _isUsed = new(initialState: true);
    private readonly Thread _maker;
    private RehearsalStage _stage;
    private RehearsalStage? _next;
    private RehearsalStage? _used;
    private Func<long>? _touch;
    private volatile bool _end;
    private long _lastAt;
    private long _touched;
    private int _played;

    /// <summary>A rehearsal; it begins with <see cref="Begin"/>.</summary>
    /// <param name="source">What is polled.</param>
    /// <param name="settings">The live engine's settings; the first market is rehearsed.</param>
    /// <param name="market">The first market as the parsers need it.</param>
    /// <param name="interval">How long nothing must have come, and how long the last rehearsal must be over.</param>
    public Rehearsal(IEventSource source, EngineSettings settings, FeedMarket market, TimeSpan interval)
        : this(source, settings, market, interval, UsualRounds / settings.Orders.LevelsPerSide)
    {
    }

    internal Rehearsal(IEventSource source, EngineSettings settings, FeedMarket market, TimeSpan interval, int rounds)
    {
        _source = source;
        _settings = settings;
        _live = settings.Markets[0];
        _market = market;
        _intervalTicks = (long)(interval.TotalSeconds * Stopwatch.Frequency);
        _rounds = rounds;
        _stage = new RehearsalStage(settings, market);
        _maker = new Thread(Make) { Name = "rehearsal", IsBackground = true };
        _maker.Start();
    }

    /// <summary>Whether the next stage is made.</summary>
    internal bool HasNext => Volatile.Read(ref _next) is not null;

    /// <summary>The stage that is played on.</summary>
    internal RehearsalStage Stage => _stage;

    /// <summary>Rehearses from now on.</summary>
    /// <param name="touch">Reads what the live engine needs.</param>
    public void Begin(Func<long> touch) => Volatile.Write(ref _touch, touch);

    /// <inheritdoc/>
    public bool Poll()
    {
        if (_source.Poll())
        {
            // The time is taken when there is time.
            _lastAt = Unknown;
            return true;
        }
        long now = Stopwatch.GetTimestamp();
        if (_lastAt == Unknown)
            _lastAt = now;
        if (now - _lastAt >= _intervalTicks && Volatile.Read(ref _touch) is { } touch)
        {
            Play();
            _touched += touch() + _live.GetHashCode();
            _lastAt = Stopwatch.GetTimestamp();
        }
        return false;
    }

    /// <inheritdoc/>
    public void Rest() => _source.Rest();

    /// <inheritdoc/>
    public void Wake() => _source.Wake();

    /// <inheritdoc/>
    public void Dispose()
    {
        _end = true;
        _isUsed.Set();
        _maker.Join();
        _stage.Dispose();
        _next?.Dispose();
        _isUsed.Dispose();
    }

    private void Play()
    {
        if (_played >= _rounds && Interlocked.Exchange(ref _next, null) is { } next)
        {
            Volatile.Write(ref _used, _stage);
            _stage = next;
            _played = 0;
            _isUsed.Set();
        }
        _played++;
        _stage.Play();
    }

    private void Make()
    {
        while (_isUsed.WaitOne() && !_end)
        {
            Interlocked.Exchange(ref _used, null)?.Dispose();
            Volatile.Write(ref _next, new RehearsalStage(_settings, _market));
        }
    }
}
