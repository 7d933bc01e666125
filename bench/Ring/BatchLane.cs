using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring;

/// <summary>Events of one word, claimed and published in batches by one producer, both sides spinning: what the ring itself costs.</summary>
internal sealed class BatchLane : Lane
{
    private readonly RingBuffer<long> _ring;
    private readonly int _batch;
    private readonly RingConsumer<long, Summing> _consumer;

    /// <param name="name">What it is.</param>
    /// <param name="size">Slots.</param>
    /// <param name="batch">Events claimed and published at once.</param>
    public BatchLane(string name, int size, int batch) : base(name)
    {
        _ring = new RingBuffer<long>(size, 0, new BusySpinWaitStrategy(), ProducerType.Single);
        _batch = batch;
        _consumer = new RingConsumer<long, Summing>(name, _ring, new Summing(Tally));
        Park();
    }

    protected override Exception? Fault => _consumer.Fault;

    public override void Dispose()
    {
        Tally.Release();
        _consumer.Dispose();
        Tally.Dispose();
    }

    protected override void SendMany(long first, int count)
    {
        RingBuffer<long> ring = _ring;
        for (long next = first, end = first + count; next < end;)
        {
            int batch = (int)Math.Min(_batch, end - next);
            long high = Claim(ring, batch);
            long low = high - batch + 1;
            for (long sequence = low; sequence <= high; sequence++)
                ring[sequence] = next++;
            ring.Publish(low, high);
        }
    }

    protected override long SumOf(long first, long count) => (count * first) + (count * (count - 1) / 2);

    protected override void SendParking()
    {
        long sequence = Claim(_ring, 1);
        _ring[sequence] = Tally.Parking;
        _ring.Publish(sequence);
    }

    private static long Claim(RingBuffer<long> ring, int count)
    {
        long high;
        while (!ring.TryNext(count, out high))
        {
        }
        return high;
    }

    // Its sum stays with the processor: adding to a word of the tally's for each event would cost more than the event.
    private struct Summing(Tally tally) : IEventHandler<long>
    {
        private long _sum;

        public void OnEvent(ref long data, long sequence, bool endOfBatch)
        {
            if (data >= 0)
                _sum += data;
            else
                Park();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Park()
        {
            long sum = _sum;
            _sum = 0;
            tally.Park(sum);
        }
    }
}
