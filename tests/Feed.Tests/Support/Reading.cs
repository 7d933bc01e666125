using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>Frames through parser and sequence check into a <see cref="Seen"/>, without sockets.</summary>
internal static class Reading
{
    public static (Seen Seen, DisconnectReason Verdict) Market(StreamKind kind, params byte[][] frames)
    {
        var seen = new Seen();
        var reader = new MarketDataReader<SeenSink>(new MarketDataParser(kind, [Samples.Btc]), Samples.Btc.Id, new SeenSink(seen));
        return (seen, Run(ref reader, frames));
    }

    public static (Seen Seen, DisconnectReason Verdict) Account(params byte[][] frames)
    {
        var seen = new Seen();
        var reader = new AccountReader<SeenSink>(new AccountParser([Samples.Btc]), new SeenSink(seen));
        return (seen, Run(ref reader, frames));
    }

    private static DisconnectReason Run<TReader>(ref TReader reader, byte[][] frames)
        where TReader : struct, IFrameReader
    {
        DisconnectReason verdict = DisconnectReason.None;
        foreach (byte[] frame in frames)
        {
            verdict = reader.Read(frame, isText: true, epoch: 1, receiveNs: 123);
            if (verdict != DisconnectReason.None)
                break;
        }
        return verdict;
    }
}
