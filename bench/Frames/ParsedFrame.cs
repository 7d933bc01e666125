using System.Text.Json;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>One frame to be parsed again and again, by the feed and by others.</summary>
internal sealed class ParsedFrame
{
    private readonly byte[] _bytes;
    private readonly MarketDataMessages<CountingSink> _messages;

    public ParsedFrame(Frame frame)
    {
        _bytes = frame.Stamp(1_790_000_000_000, 1_000_000_000).ToArray();
        _messages = new MarketDataMessages<CountingSink>(frame.Stream, BenchMarket.Feed(), new CountingSink(Total));
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>What the feed's parser delivered.</summary>
    public CountingSink.Total Total { get; } = new();

    /// <summary>The feed: parser, sequence check, sink.</summary>
    public void Parse(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _messages.Restart();
            _messages.Read(_bytes, 1, 1_790_000_000_000_000_000);
        }
    }

    /// <summary>The tokens of System.Text.Json's reader, without looking at them.</summary>
    public long Tokenise(int times)
    {
        long tokens = 0;
        for (int i = 0; i < times; i++)
        {
            var reader = new Utf8JsonReader(_bytes);
            while (reader.Read())
                tokens++;
        }
        return tokens;
    }
}
