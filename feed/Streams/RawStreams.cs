using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Makes the exchange's v1 streams for sinks that read the messages themselves. A <see cref="StreamThread"/> runs them.</summary>
public static class RawStreams
{
    /// <summary>A market data stream of one market.</summary>
    /// <param name="kind">Any kind but candles and the account's.</param>
    /// <param name="market">The exchange's name of the market.</param>
    /// <param name="sink">Takes the messages, on the thread that runs the stream; copied.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="clock">The process's clock.</param>
    public static ExtendedStream MarketData<TSink>(StreamKind kind, string market, TSink sink, StreamOptions options, WallClock clock)
        where TSink : struct, IRawFrameSink =>
        new StreamConnection<RawFrameReader<TSink>>(
            options, options.AddressOf(StreamPaths.Of(kind, market)), apiKey: null, clock, new RawFrameReader<TSink>(kind, market: -1, sink));

    /// <summary>A stream's name: the part of its address after the base, as recordings have it.</summary>
    public static string NameOf(StreamKind kind, string market) => StreamPaths.Of(kind, market)[1..];
}
