using System.Threading.Channels;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring;

/// <summary>Several writers into one bounded channel; all threads yield when they must wait, as in <see cref="RingProducersLane"/>.</summary>
internal sealed class ChannelProducersLane : ProducersLane
{
    private readonly Channel<Event> _channel;
    private readonly Thread _consumer;
    private volatile bool _ended;
    private volatile Exception? _fault;

    /// <param name="name">What it is.</param>
    /// <param name="size">Events that it holds.</param>
    /// <param name="producers">Threads that write.</param>
    public ChannelProducersLane(string name, int size, int producers) : base(name, producers)
    {
        _channel = Channel.CreateBounded<Event>(new BoundedChannelOptions(size) { SingleReader = true, SingleWriter = false });
        _consumer = new Thread(Consume) { IsBackground = true, Name = name };
        _consumer.Start();
        Park();
    }

    protected override Exception? Fault => _fault;

    public override void Dispose()
    {
        EndProducers();
        _ended = true;
        Tally.Release();
        _consumer.Join();
        Tally.Dispose();
    }

    protected override void SendPart(long first, int count)
    {
        ChannelWriter<Event> writer = _channel.Writer;
        for (long n = first; n < first + count; n++)
        {
            Event e = default;
            EventWords.Write(ref e, n, n);
            while (!writer.TryWrite(e))
                Thread.Yield();
        }
    }

    protected override void SendParking()
    {
        Event e = default;
        Tally.WriteParking(ref e);
        while (!_channel.Writer.TryWrite(e))
            Thread.Yield();
    }

    private void Consume()
    {
        try
        {
            ChannelReader<Event> reader = _channel.Reader;
            int looks = 0;
            while (!_ended)
            {
                if (reader.TryRead(out Event e))
                {
                    Tally.Take(ref e);
                    looks = 0;
                }
                else if (++looks > YieldingWaitStrategy.DefaultSpins)
                {
                    Thread.Yield();
                }
            }
        }
        catch (Exception exception)
        {
            _fault = exception;
        }
    }
}
