using System.Diagnostics;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// Keeps the way from a frame to an order in the caches while the engine's thread polls. A thread that has polled for some milliseconds finds code and data of
/// everything else gone, and the next frame pays for it. So, while nothing comes, made-up frames go through a chain of its own over and over, by the same
/// compiled code down to the transport, which drops its orders; and what the live engine would need next is read.
/// </summary>
/// <remarks>
/// Nothing of it reaches the live ring, journal, core or sockets. A round is cut into steps, mostly of an event or a part of what is read, between which the
/// sockets are polled: a frame that comes in the middle waits for the end of a step. On the polling thread, where it allocates nothing; a thread aside makes
/// the next stage before the ids and nonces of one are used up.
/// </remarks>
public sealed class Rehearsal : IEventSource, IDisposable
{
    /// <summary>With one level a side three hours at 10,000 a second; the own ids of a stage last for five times as many.</summary>
    private const int UsualRounds = 100_000_000;

    /// <summary>About as many as a round has with one level a side.</summary>
    private const int Steps = 25;

    private const long Unknown = long.MinValue;

    private readonly IEventSource _source;
    private readonly EngineSettings _settings;
    private readonly TradedMarket _live;
    private readonly FeedMarket _market;
    private readonly long _intervalTicks;
    private readonly long _pauseTicks;
    private readonly int _rounds;
    private readonly AutoResetEvent _isUsed = new(initialState: true);
    private readonly Thread _maker;
    private RehearsalStage _stage;
    private RehearsalStage? _next;
    private RehearsalStage? _used;
    private Func<long>[]? _touches;
    private volatile bool _end;
    private long _nextAt = Unknown;
    private long _touched;
    private int _touchesLeft;
    private int _played;

    /// <summary>A rehearsal; it begins with <see cref="Begin"/>.</summary>
    /// <param name="source">What is polled.</param>
    /// <param name="settings">The live engine's settings; the first market is rehearsed.</param>
    /// <param name="market">The first market as the parsers need it.</param>
    /// <param name="interval">How long nothing must have come; about as long takes a round with one level a side, with its pauses.</param>
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
        _pauseTicks = _intervalTicks / Steps;
        _rounds = rounds;
        _stage = new RehearsalStage(settings, market);
        _maker = new Thread(Make) { Name = "rehearsal", IsBackground = true };
        _maker.Start();
    }

    /// <summary>Whether the next stage is made.</summary>
    internal bool HasNext => Volatile.Read(ref _next) is not null;

    /// <summary>Steps so far.</summary>
    internal long StepCount { get; private set; }

    /// <summary>The stage that is played on.</summary>
    internal RehearsalStage Stage => _stage;

    /// <summary>Rehearses from now on.</summary>
    /// <param name="touches">Each reads a part of what the live engine needs.</param>
    public void Begin(params Func<long>[] touches) => Volatile.Write(ref _touches, touches);

    /// <inheritdoc/>
    public bool Poll()
    {
        if (_source.Poll())
        {
            // The time is taken when there is time.
            _nextAt = Unknown;
            return true;
        }
        long now = Stopwatch.GetTimestamp();
        if (_nextAt == Unknown)
            _nextAt = now + _intervalTicks;
        if (now >= _nextAt && Volatile.Read(ref _touches) is { } touches)
        {
            Step(touches);
            _nextAt = Stopwatch.GetTimestamp() + _pauseTicks;
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
        _used?.Dispose();
        _isUsed.Dispose();
    }

    private void Step(Func<long>[] touches)
    {
        StepCount++;
        if (_touchesLeft > 0)
            _touched += touches[--_touchesLeft]();
        else if (_stage.Step())
            EndRound(touches);
    }

    private void EndRound(Func<long>[] touches)
    {
        _touchesLeft = touches.Length;
        _touched += _live.GetHashCode();
        if (++_played < _rounds || Interlocked.Exchange(ref _next, null) is not { } next)
            return;
        Volatile.Write(ref _used, _stage);
        _stage = next;
        _played = 0;
        _isUsed.Set();
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
