using LowLatencyMM.Core;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Fitting;

namespace LowLatencyMM.Host.Estimates;

/// <summary>
/// Fits volatilities beside the engine's thread. The engine hands over a copy of its returns when a fit is due; what is fitted comes back
/// as an event, so that a replay needs no fit.
/// </summary>
/// <remarks>
/// <see cref="Offer"/> is for the engine's thread: it copies into a buffer that is there, if it is free, and neither waits, locks nor
/// allocates; if it is not free, the next timer tries again. One thread of low priority does the rest.
/// </remarks>
public sealed class FitWorker : IDisposable
{
    private const double SecondsPerReturn = 60;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly RingBuffer<Event> _ring;
    private readonly WallClock _clock;
    private readonly Innovations[] _innovations;
    private readonly long[] _taken;
    private readonly double[] _returns = new double[GarchVariance.MaxReturns];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private bool _isFull;
    private int _market;
    private int _count;
    private long _seen;
    private long _version;

    /// <summary>Prepares the worker.</summary>
    /// <param name="ring">Where parameters are published.</param>
    /// <param name="settings">The markets.</param>
    /// <param name="clock">The process's clock.</param>
    public FitWorker(RingBuffer<Event> ring, EngineSettings settings, WallClock clock)
    {
        _ring = ring;
        _clock = clock;
        _innovations = [.. settings.Markets.Select(market =>
            market.Quoting.SigmaMethod == SigmaMethod.Garch ? Innovations.Normal : Innovations.StudentT)];
        _taken = new long[_innovations.Length];
        _thread = new Thread(Run) { IsBackground = true, Name = "fits", Priority = ThreadPriority.BelowNormal };
    }

    /// <summary>Whether any market's volatility is fitted.</summary>
    public static bool IsNeeded(EngineSettings settings) =>
        settings.Markets.Any(market => market.Quoting.SigmaMethod is SigmaMethod.Garch or SigmaMethod.GarchStudentT);

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Takes over what a due fit needs. For the engine's thread.</summary>
    public void Offer(TradingCore core)
    {
        if (Volatile.Read(ref _isFull))
            return;
        for (int market = 0; market < _taken.Length; market++)
        {
            GarchVariance? garch = core.GarchOf(market);
            if (garch is null || garch.FitRequests == _taken[market])
                continue;
            _taken[market] = garch.FitRequests;
            _market = market;
            _seen = garch.Returns;
            _count = garch.CopyReturns(_returns);
            Volatile.Write(ref _isFull, true);
            return;
        }
    }

    /// <summary>Ends the thread and waits for it.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
            _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stop.Wait(Poll))
            {
                if (!Volatile.Read(ref _isFull))
                    continue;
                if (GarchFitter.TryFit(_returns.AsSpan(0, _count), _innovations[_market]) is { } fit)
                    Publish(fit);
                Volatile.Write(ref _isFull, false);
            }
        }
        catch (RingHaltedException)
        {
            // The engine has ended; whoever halted the ring knows why and reports it.
        }
    }

    /// <summary>A fit as the core takes it.</summary>
    internal static ParametersPayload ToParameters(in GarchFit fit, long version, long returns) => new()
    {
        Version = version,
        SigmaRelative = Math.Sqrt(fit.Parameters.LongRunVariance / SecondsPerReturn),
        Omega = fit.Parameters.Omega,
        Alpha = fit.Parameters.Alpha,
        Beta = fit.Parameters.Beta,
        Nu = fit.Parameters.Nu,
        Mean = fit.Parameters.Mean,
        NextVariance = fit.NextVariance,
        Returns = returns,
    };

    private void Publish(in GarchFit fit)
    {
        long sequence = _ring.Next(1);
        ref Event e = ref _ring[sequence];
        e.Begin(EventKind.Parameters, EventFlags.None, (ushort)_market, StreamId.Engine, _clock.NowNs());
        e.Parameters = ToParameters(fit, ++_version, _seen);
        _ring.Publish(sequence);
    }
}
