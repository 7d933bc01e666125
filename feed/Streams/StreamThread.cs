namespace LowLatencyMM.Feed.Streams;

/// <summary>One thread that owns the sockets of one or more streams and reads them itself.</summary>
public sealed class StreamThread : IDisposable
{
    // About a millisecond of empty polls (0.3 µs each) before the thread offers its core.
    private const int PollsBeforeYield = 3000;

    private readonly ExtendedStream[] _streams;
    private readonly WaitMode _mode;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Action? _onStart;
    private readonly Action<Exception>? _onFault;
    private long _allocatedBytes;

    /// <summary>Prepares the thread; <see cref="Start"/> starts it.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="mode">How it waits.</param>
    /// <param name="streams">What it reads; in <see cref="WaitMode.Blocking"/> exactly one.</param>
    /// <param name="onStart">Called first on the thread itself, for pinning and the like.</param>
    /// <param name="onFault">Told what a sink threw, which ends the thread; without it such an exception ends the process.</param>
    /// <exception cref="ArgumentException">No streams, or several in blocking mode.</exception>
    public StreamThread(string name, WaitMode mode, IReadOnlyList<ExtendedStream> streams, Action? onStart = null,
        Action<Exception>? onFault = null)
    {
        if (streams.Count == 0)
            throw new ArgumentException("A stream thread needs a stream.", nameof(streams));
        if (mode == WaitMode.Blocking && streams.Count > 1)
            throw new ArgumentException("A thread that blocks reads one stream; give each its own or let the thread spin.", nameof(streams));
        _streams = [.. streams];
        _mode = mode;
        _onStart = onStart;
        _onFault = onFault;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>The thread's name.</summary>
    public string Name => _thread.Name!;

    /// <summary>Bytes that the thread has allocated since its start, as it saw them itself when it last looked at its sockets.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>The thread is running.</summary>
    public bool IsRunning => _thread.IsAlive;

    /// <summary>Starts connecting and reading.</summary>
    public void Start() => _thread.Start();

    /// <summary>Closes the streams in order and waits for the thread's end.</summary>
    public void Stop()
    {
        _stop.Set();
        if (_thread.ThreadState != ThreadState.Unstarted && Thread.CurrentThread != _thread)
            _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        if (!_thread.IsAlive)
            _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            _onStart?.Invoke();
            Loop();
            foreach (ExtendedStream stream in _streams)
                stream.Close();
        }
        catch (Exception e) when (_onFault is not null)
        {
            foreach (ExtendedStream stream in _streams)
                stream.Abort();
            _onFault(e);
        }
    }

    private void Loop()
    {
        int idle = 0;
        while (!_stop.IsSet)
        {
            bool received = false;
            bool connected = false;
            foreach (ExtendedStream stream in _streams)
            {
                received |= stream.Step();
                connected |= stream.IsConnected;
            }
            // After each look, not only after frames: what connecting costs is not to be counted with a first frame that may come much later.
            Volatile.Write(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());
            if (received)
            {
                idle = 0;
                continue;
            }
            idle++;
            Wait(idle, connected);
        }
    }

    private void Wait(int idle, bool connected)
    {
        if (_mode == WaitMode.Blocking)
            _streams[0].Rest(_stop);
        else if (!connected)
            _stop.Wait(1);
        else if (_mode == WaitMode.Yielding && idle > PollsBeforeYield)
            Thread.Yield();
    }
}
