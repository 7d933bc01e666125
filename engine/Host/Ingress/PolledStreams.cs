using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Host.Ingress;

/// <summary>The streams, as the engine's own thread reads them while its ring is empty. Allocates nothing but when a connection comes or goes.</summary>
/// <remarks>
/// What a stream's sink throws ends the streams and the session, but not the engine's thread: the core must still cancel its orders.
/// </remarks>
/// <param name="onFault">Told what a stream's sink threw.</param>
public sealed class PolledStreams(Action<Exception> onFault) : IEventSource, IDisposable
{
    // How soon it is noticed that the engine's thread died instead.
    private const int LookAgainMs = 10;

    private readonly StreamPoller _poller = new();
    private readonly ManualResetEventSlim _handedBack = new();
    private ExtendedStream[]? _begun;
    private bool _polls;
    private volatile bool _end;

    /// <summary>Lets the engine's thread connect and read the streams from its next look on.</summary>
    public void Begin(ExtendedStream[] streams)
    {
        Volatile.Write(ref _begun, streams);
        _poller.Wake();
    }

    /// <summary>
    /// Has the engine's thread hand the streams back, and closes them here: the engine's thread has no time for that. By any other thread; once.
    /// </summary>
    /// <param name="isEngineRunning">Whether the engine's thread lives: if it does not, it hands nothing back.</param>
    public void End(Func<bool> isEngineRunning)
    {
        _end = true;
        _poller.Wake();
        while (isEngineRunning() && !_handedBack.Wait(LookAgainMs))
        {
        }
        try
        {
            _poller.Close();
        }
        catch (RingHaltedException)
        {
            // The engine has ended for a reason of its own, and nobody is left to be told that the streams have.
            _poller.Abort();
        }
        catch (Exception e)
        {
            _poller.Abort();
            onFault(e);
        }
    }

    /// <inheritdoc/>
    public bool Poll()
    {
        if (!_polls)
            return TryBegin();
        if (_end)
        {
            _polls = false;
            _poller.Release();
            _handedBack.Set();
            return false;
        }
        try
        {
            return _poller.Poll();
        }
        catch (Exception e)
        {
            _poller.Abort();
            onFault(e);
            return false;
        }
    }

    /// <summary>As <see cref="StreamPoller.Touch"/>. By the engine's thread.</summary>
    public long Touch() => _polls ? _poller.Touch() : 0;

    /// <inheritdoc/>
    public void Rest() => _poller.Rest();

    /// <inheritdoc/>
    public void Wake() => _poller.Wake();

    /// <inheritdoc/>
    public void Dispose()
    {
        _poller.Dispose();
        _handedBack.Dispose();
    }

    private bool TryBegin()
    {
        if (_end)
        {
            _handedBack.Set();
            return false;
        }
        if (Volatile.Read(ref _begun) is not { } streams)
            return false;
        _poller.Begin(streams);
        _polls = true;
        return true;
    }
}
