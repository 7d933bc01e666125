using System.Runtime.InteropServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ring;

/// <summary>
/// The least that one producer and one consumer can do: the events' words, a counter each way, and nothing else. What this machine
/// allows at this moment; a ring cannot do better.
/// </summary>
internal sealed unsafe class BareLane : PacedLane
{
    private const int Line = 128 / sizeof(long);
    private const int Published = 1 * Line;
    private const int Consumed = 3 * Line;

    // The producer's own: on a line that the consumer never reads.
    private const int Claimed = 5 * Line;
    private const int Slowest = Claimed + 1;
    private const int Lines = 7;

    private readonly long* _counters = (long*)NativeMemory.AlignedAlloc(Lines * 128, 128);
    private readonly Event* _slots;
    private readonly int _size;
    private readonly Thread _consumer;
    private volatile bool _ended;
    private volatile Exception? _fault;

    public BareLane(string name, int size) : base(name)
    {
        _size = size;
        nuint bytes = (nuint)size * Event.Size;
        _slots = (Event*)NativeMemory.AlignedAlloc(bytes, 128);
        NativeMemory.Clear(_slots, bytes);
        NativeMemory.Clear(_counters, Lines * 128);
        _consumer = new Thread(Consume) { IsBackground = true, Name = name };
        _consumer.Start();
        Park();
    }

    protected override Exception? Fault => _fault;

    public override void Dispose()
    {
        _ended = true;
        Tally.Release();
        _consumer.Join();
        NativeMemory.AlignedFree(_slots);
        NativeMemory.AlignedFree(_counters);
        Tally.Dispose();
    }

    protected override void SendMany(long first, int count)
    {
        for (long n = first; n < first + count; n++)
        {
            EventWords.Write(ref *Claim(), n, n);
            Volatile.Write(ref _counters[Published], _counters[Claimed]);
        }
    }

    protected override void Send(long first, long value)
    {
        EventWords.Write(ref *Claim(), first, value);
        Volatile.Write(ref _counters[Published], _counters[Claimed]);
    }

    protected override void SendParking()
    {
        Tally.WriteParking(ref *Claim());
        Volatile.Write(ref _counters[Published], _counters[Claimed]);
    }

    private Event* Claim()
    {
        long* counters = _counters;
        while (counters[Claimed] - counters[Slowest] >= _size)
            counters[Slowest] = Volatile.Read(ref counters[Consumed]);
        return &_slots[counters[Claimed]++ & (_size - 1)];
    }

    private void Consume()
    {
        try
        {
            long* counters = _counters;
            long next = 0;
            while (!_ended)
            {
                long available = Volatile.Read(ref counters[Published]);
                for (; next < available; next++)
                {
                    Tally.Take(ref _slots[next & (_size - 1)]);
                    Volatile.Write(ref counters[Consumed], next + 1);
                }
            }
        }
        catch (Exception exception)
        {
            _fault = exception;
        }
    }
}
