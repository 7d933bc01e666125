using LowLatencyMM.Gateway;

namespace LowLatencyMM.Host.Egress;

/// <summary>Signs what the core has planned, on a thread of its own, which sleeps while there is nothing to sign.</summary>
public sealed class SigningThread : IDisposable
{
    private readonly SigningAhead _ahead;
    private readonly Thread _thread;
    private long _allocatedBytes;
    private bool _isStopping;

    /// <summary>Starts the thread.</summary>
    public SigningThread(SigningAhead ahead)
    {
        _ahead = ahead;
        _thread = new Thread(Run) { IsBackground = true, Name = "signing ahead" };
        _thread.Start();
    }

    /// <summary>Bytes that the thread has allocated since its start.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Stops the thread and waits for it.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isStopping, true);
        _ahead.Wake();
        _thread.Join();
    }

    private void Run()
    {
        // A thread's first wait allocates what all its waits use: that is to be counted now, not with a signature much later.
        _ahead.Wake();
        _ahead.Wait();
        while (!Volatile.Read(ref _isStopping))
        {
            while (!Volatile.Read(ref _isStopping) && _ahead.SignNext())
            {
            }
            Volatile.Write(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());
            _ahead.Wait();
        }
    }
}
