namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>
/// Between a reading thread and its consumer, bounded. When it is full, content that can be combined with what already waits is (books,
/// prices); for all else the reading thread waits until the consumer takes something, so that nothing is ever dropped.
/// </summary>
internal sealed class MessageBuffer<T>(int capacity, Func<T, T, T?>? combine)
    where T : class
{
    private readonly object _gate = new();
    private readonly LinkedList<StreamMessage<T>> _messages = new();
    private TaskCompletionSource? _waiting;
    private Exception? _fault;
    private bool _isCompleted;
    private bool _isClosed;

    /// <summary>Adds a message; waits while there is no room. Without effect once the buffer is completed or closed.</summary>
    public void Write(StreamMessage<T> message)
    {
        lock (_gate)
        {
            while (_messages.Count >= capacity && !_isCompleted && !_isClosed)
            {
                if (message is StreamData<T> data && TryCombine(data))
                    return;
                Monitor.Wait(_gate);
            }
            if (_isCompleted || _isClosed)
                return;
            _messages.AddLast(message);
            Wake();
        }
    }

    /// <summary>Ends the stream behind what is buffered: with a fault, or for good.</summary>
    public void Complete(Exception? fault)
    {
        lock (_gate)
        {
            if (_isCompleted)
                return;
            _isCompleted = true;
            _fault = fault;
            Monitor.PulseAll(_gate);
            Wake();
        }
    }

    /// <summary>The consumer has gone: writers are let go.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next message, or null at the end. One consumer at a time.</summary>
    public async ValueTask<StreamMessage<T>?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task more;
            lock (_gate)
            {
                if (_messages.First is { } first)
                {
                    _messages.RemoveFirst();
                    Monitor.PulseAll(_gate);
                    return first.Value;
                }
                if (_isCompleted)
                    return _fault is null ? null : throw _fault;
                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _waiting.Task;
            }
            await more.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Combines with the youngest that it fits to; never across a notice, which tells of a new beginning.</summary>
    private bool TryCombine(StreamData<T> newer)
    {
        if (combine is null)
            return false;
        for (LinkedListNode<StreamMessage<T>>? node = _messages.Last; node?.Value is StreamData<T> older && older.Epoch == newer.Epoch; node = node.Previous)
        {
            if (combine(older.Data, newer.Data) is not { } both)
                continue;
            node.Value = newer with { Data = both, FirstSeq = older.FirstSeq };
            return true;
        }
        return false;
    }

    private void Wake()
    {
        _waiting?.SetResult();
        _waiting = null;
    }
}
