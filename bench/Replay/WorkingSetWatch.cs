namespace LowLatencyMM.Bench.Replay;

/// <summary>Looks every 20 ms how much memory the process has resident, from its construction until it is stopped.</summary>
internal sealed class WorkingSetWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _peakBytes;

    public WorkingSetWatch()
    {
        FirstBytes = Environment.WorkingSet;
        _peakBytes = FirstBytes;
        _thread = new Thread(Watch) { IsBackground = true, Name = "working set" };
        _thread.Start();
    }

    /// <summary>At the beginning.</summary>
    public long FirstBytes { get; }

    /// <summary>The most that was seen; whole after <see cref="Dispose"/>.</summary>
    public long PeakBytes => Interlocked.Read(ref _peakBytes);

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        do
            Interlocked.Exchange(ref _peakBytes, Math.Max(_peakBytes, Environment.WorkingSet));
        while (!_stop.Wait(Interval));
    }
}
