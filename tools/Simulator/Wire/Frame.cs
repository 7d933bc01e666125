namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// A message of a stream up to and including <c>"seq":</c>, built once for all its subscribers; each adds its own number and what
/// follows it. Goes back to its pool when the last subscriber has copied it.
/// </summary>
internal sealed class Frame(FramePool pool)
{
    private int _references;

    public Utf8Text Text { get; } = new();

    public void Reset()
    {
        Text.Clear();
        _references = 1;
    }

    public void Retain() => Interlocked.Increment(ref _references);

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
            pool.Return(this);
    }
}
