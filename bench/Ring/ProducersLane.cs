namespace LowLatencyMM.Bench.Ring;

/// <summary>A lane with several producing threads of its own, which sleep between the measurements and share each one's events.</summary>
internal abstract class ProducersLane : Lane
{
    private readonly Producer[] _producers;
    private readonly CountdownEvent _unfinished;

    /// <param name="name">What it is.</param>
    /// <param name="producers">How many threads produce.</param>
    protected ProducersLane(string name, int producers) : base(name)
    {
        _unfinished = new CountdownEvent(producers);
        _producers = [.. Enumerable.Range(0, producers).Select(_ => new Producer(this))];
    }

    protected override long AllocatedByOthers => _producers.Sum(producer => producer.AllocatedBytes);

    protected override void SendMany(long first, int count)
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

    /// <summary>Sends a part of the events; called by each producing thread.</summary>
    protected abstract void SendPart(long first, int count);

    /// <summary>Ends the producing threads.</summary>
    protected void EndProducers()
    {
        foreach (Producer producer in _producers)
            producer.End();
        _unfinished.Dispose();
    }

    private sealed class Producer
    {
        private readonly ProducersLane _lane;
        private readonly Thread _thread;
        private readonly SemaphoreSlim _begin = new(0);
        private long _first;
        private int _count;

        public Producer(ProducersLane lane)
        {
            _lane = lane;
            _thread = new Thread(Run) { IsBackground = true, Name = "producer" };
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
            Begin(0, 0);
            _thread.Join();
            _begin.Dispose();
        }

        private void Run()
        {
            while (true)
            {
                _begin.Wait();
                if (_count == 0)
                    return;
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                _lane.SendPart(_first, _count);
                AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
                _lane._unfinished.Signal();
            }
        }
    }
}
