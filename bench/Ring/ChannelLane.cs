using System.Threading.Channels;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ring;

/// <summary>A bounded channel, with both sides spinning: the fastest way to use what comes with .NET.</summary>
internal sealed class ChannelLane : PacedLane
{
    private readonly Channel<Event> _channel;
    private readonly Thread _consumer;
    private volatile bool _ended;
    private volatile Exception? _fault;

    public ChannelLane(string name, int size) : base(name)
    {
        _channel = Channel.CreateBounded<Event>(new BoundedChannelOptions(size) { SingleReader = true, SingleWriter = true });
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
        Tally.Dispose();
    }

    protected override void SendMany(long first, int count)
    {
        ChannelWriter<Event> writer = _channel.Writer;
        for (long n = first; n < first + count; n++)
        {
            Event e = default;
            EventWords.Write(ref e, n, n);
            while (!writer.TryWrite(e))
            {
            }
        }
    }

    protected override void Send(long first, long value)
    {
        Event e = default;
        EventWords.Write(ref e, first, value);
        while (!_channel.Writer.TryWrite(e))
        {
        }
    }

    protected override void SendParking()
    {
        Event e = default;
        Tally.WriteParking(ref e);
        while (!_channel.Writer.TryWrite(e))
        {
        }
    }

    private void Consume()
    {
        try
        {
            ChannelReader<Event> reader = _channel.Reader;
            while (!_ended)
            {
                while (reader.TryRead(out Event e))
                    Tally.Take(ref e);
            }
        }
        catch (Exception exception)
        {
            _fault = exception;
        }
    }
}
