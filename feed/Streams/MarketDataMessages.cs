using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Feed.Streams;

/// <summary>
/// Reads the messages of one market data stream for a caller who has the bytes already (a recording, a benchmark, a warm-up): the
/// same parser, sequence check and sink calls as on a live connection.
/// </summary>
/// <remarks>Hot path: no allocation.</remarks>
public sealed class MarketDataMessages<TSink>
    where TSink : struct, IMarketDataSink
{
    private MarketDataReader<TSink> _reader;

    /// <summary>Makes a reader for one stream of one market.</summary>
    /// <param name="kind">Any kind but <see cref="StreamKind.Account"/>.</param>
    /// <param name="market">The market.</param>
    /// <param name="sink">Takes the frames, on the caller's thread; copied.</param>
    public MarketDataMessages(StreamKind kind, FeedMarket market, TSink sink) =>
        _reader = new MarketDataReader<TSink>(new MarketDataParser(kind, [market]), market.Id, sink);

    /// <summary>Reads one message and delivers what it says.</summary>
    /// <param name="message">The text message's UTF-8.</param>
    /// <param name="epoch">Counts the connections of the stream from 1.</param>
    /// <param name="receiveNs">When it arrived, Unix nanoseconds.</param>
    /// <returns>Why a live connection would have been ended; <see cref="DisconnectReason.None"/> if it would go on.</returns>
    public DisconnectReason Read(ReadOnlySpan<byte> message, int epoch, long receiveNs) => _reader.Read(message, isText: true, epoch, receiveNs);

    /// <summary>The next message begins a connection: its <c>seq</c> may be any.</summary>
    public void Restart() => _reader.Restart();
}
