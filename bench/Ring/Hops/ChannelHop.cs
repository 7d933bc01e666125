using System.Threading.Channels;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ring.Hops;

/// <summary>Through a channel, read in a loop that awaits.</summary>
internal sealed class ChannelHop : Hop
{
    private readonly Channel<Event> _channel;
    private readonly Task _consumer;

    /// <param name="producers">How many threads produce.</param>
    /// <param name="isBounded">Whether the channel is bounded.</param>
    public ChannelHop(int producers, bool isBounded) : base(producers)
    {
        bool single = producers == 1;
        _channel = isBounded
            ? Channel.CreateBounded<Event>(new BoundedChannelOptions(1_024) { SingleReader = true, SingleWriter = single })
            : Channel.CreateUnbounded<Event>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = single });
        _consumer = Task.Run(ConsumeAsync);
    }

    protected override void Send(int producer, long value)
    {
        Event e = default;
        EventWords.Write(ref e, producer, value);
        while (!_channel.Writer.TryWrite(e))
            Thread.Yield();
    }

    protected override void EndConsumer()
    {
        _channel.Writer.Complete();
        _consumer.Wait();
    }

    private async Task ConsumeAsync()
    {
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_channel.Reader.TryRead(out Event e))
                Take(ref e);
        }
    }
}
