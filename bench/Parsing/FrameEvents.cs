using System.Text.Json;
using System.Threading.Channels;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.Ingress;

namespace LowLatencyMM.Bench.Parsing;

/// <summary>
/// Book frames to events that the next stage can take, on one thread: the engine's way (parser, sequence check, sink, ring), and
/// the generated deserializer with a channel. What was handed on is taken out again after each frame.
/// </summary>
internal sealed class FrameEvents : IDisposable
{
    private readonly byte[][] _frames;
    private readonly RingBuffer<Event> _ring = new(MarketDataSink.RingSize, MarketDataSink.RingReserve, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly MarketDataMessages<MarketDataSink> _messages;
    private readonly Channel<WireBook> _channel = Channel.CreateBounded<WireBook>(new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });

    public FrameEvents(StreamKind stream, byte[][] frames)
    {
        _frames = frames;
        _ring.AddGatingSequence(_consumed);
        _messages = new MarketDataMessages<MarketDataSink>(stream, BenchMarket.Feed(), new MarketDataSink(_ring, new ArrivalStamps(_ring)));
    }

    /// <summary>Events of all frames by way of the ring.</summary>
    public long ToRing()
    {
        long before = _consumed.Value;
        foreach (byte[] frame in _frames)
        {
            _messages.Restart();
            _messages.Read(frame, 1, 1_790_000_000_000_000_000);
            _consumed.SetValue(_ring.Cursor);
        }
        return _consumed.Value - before;
    }

    /// <summary>Levels of all frames by way of the channel.</summary>
    public long ToChannel()
    {
        long levels = 0;
        foreach (byte[] frame in _frames)
        {
            _channel.Writer.TryWrite(JsonSerializer.Deserialize(frame, WireBookContext.Default.WireBook)!);
            _channel.Reader.TryRead(out WireBook? book);
            levels += book!.Data.Bids.Length + book.Data.Asks.Length;
        }
        return levels;
    }

    public void Dispose() => _ring.Dispose();
}
