namespace LowLatencyMM.Host.Measurement;

/// <summary>
/// Hands a plain struct from the engine's thread to whoever displays it, without lock or allocation: a sequence lock, whose
/// writer never waits and whose readers retry.
/// </summary>
public sealed class StatusBoard<T>
    where T : unmanaged
{
    private long _version;
    private T _value;

    /// <summary>Publishes a new value; one writer only.</summary>
    public void Write(in T value)
    {
        // Odd while the value is being written. The full fence keeps the copy from moving above the first store.
        Volatile.Write(ref _version, _version + 1);
        Interlocked.MemoryBarrier();
        _value = value;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>The newest whole value; the default before the first.</summary>
    public T Read()
    {
        var wait = new SpinWait();
        while (true)
        {
            long before = Volatile.Read(ref _version);
            T value = _value;
            Interlocked.MemoryBarrier();
            if ((before & 1) == 0 && before == Volatile.Read(ref _version))
                return value;
            wait.SpinOnce();
        }
    }
}
