namespace LowLatencyMM.Bench.Ring;

/// <summary>Threads that share the sending of some events, and sleep otherwise.</summary>
internal sealed class ProducerThreads : IDisposable
{
    private readonly Producer[] _producers;
    private readonly CountdownEvent _unfinished;

    /// <param name="count">How many threads.</param>
    /// <param name="produce">Sends a part: the producer's number, the first event's number, and how many.</param>
    public ProducerThreads(int count, Action<int, long, int> produce)
    {
        _unfinished = new CountdownEvent(count);
        _producers = [.. Enumerable.Range(0, count).Select(number => new Producer(number, produce, _unfinished))];
    }

    /// <summary>Bytes that the threads allocated in the last <see cref="Run"/>.</summary>
    public long AllocatedBytes => _producers.Sum(producer => producer.AllocatedBytes);

    /// <summary>Lets each thread send its part, and waits until all have.</summary>
    public void Run(long first, int count)
    {
        _unfinished.Reset();
        int share = count / _producers.Length;
        for (int i = 0; i < _producers.Length; i++)
        {
            long begin = first + ((long)i * share);
            _producers[i].Begin(begin, i == _producers.Length - 1 ? (int)(first + count - begin) : share);
        }
        _unfinished.Wait();
    }

    public void Dispose()
    {
        foreach (Producer producer in _producers)
            producer.End();
        _unfinished.Dispose();
    }

    private sealed class Producer
    {
        private readonly int _number;
        private readonly Action<int, long, int> _produce;
        private readonly CountdownEvent _unfinished;
        private readonly SemaphoreSlim _begin = new(0);
        private readonly Thread _thread;
        private long _first;
        private int _count;
        private bool _ended;

        public Producer(int number, Action<int, long, int> produce, CountdownEvent unfinished)
        {
            _number = number;
            _produce = produce;
            _unfinished = unfinished;
            _thread = new Thread(Run) { IsBackground = true, Name = $"producer {number}" };
            _thread.Start();
        }

        public long AllocatedBytes { get; private set; }

        public void Begin(long first, int count)
        {
            _first = first;
            _count = count;
            _begin.Release();
        }

        public void End()
        {
            _ended = true;
            _begin.Release();
            _thread.Join();
            _begin.Dispose();
        }

        private void Run()
        {
            while (true)
            {
                _begin.Wait();
                if (_ended)
                    return;
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                _produce(_number, _first, _count);
                AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
                _unfinished.Signal();
            }
        }
    }
}
