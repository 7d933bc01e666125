using System.Text.Json;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Bench.Parsing;

/// <summary>Frames of one kind, and the ways to read them. Every way goes once over all frames per call and gives a number that depends on them.</summary>
internal sealed class ParseCase
{
    private static readonly FeedMarket Market = BenchMarket.Feed();

    private readonly StreamKind _stream;
    private readonly FrameParser _parser;
    private readonly HandReader _hand = new(priceScale: 0, quantityScale: 5);
    private readonly byte[][] _frames;

    private ParseCase(string name, FrameParser parser, bool isBook, bool isJudged, byte[][] frames, StreamKind stream = StreamKind.OrderBook)
    {
        Name = name;
        _stream = stream;
        _parser = parser;
        IsBook = isBook;
        IsJudged = isJudged;
        _frames = frames;
    }

    public string Name { get; }

    /// <summary>It is a frame of the order book, which the other ways read too; of other frames only the tokens are compared.</summary>
    public bool IsBook { get; }

    /// <summary>The goals are about this kind.</summary>
    public bool IsJudged { get; }

    public int Frames => _frames.Length;

    public double MeanBytes => _frames.Average(frame => frame.Length);

    /// <summary>All kinds.</summary>
    public static ParseCase[] All()
    {
        var frames = new ParseFrames();
        return
        [
            Book("best bid/ask", StreamKind.BestBidAsk, true, Many(256, frames.BestBidAsk)),
            Book("delta, 1 level a side", StreamKind.OrderBook, false, Many(256, () => frames.Delta(1))),
            Book("delta, 5 levels a side", StreamKind.OrderBook, true, Many(128, () => frames.Delta(5))),
            Book("delta, 20 levels a side", StreamKind.OrderBook, true, Many(32, () => frames.Delta(20))),
            Book("snapshot, 1,700 levels", StreamKind.OrderBook, true, Many(2, () => frames.Snapshot(1_700))),
            Book("snapshot, 6,000 levels", StreamKind.OrderBook, false, Many(2, () => frames.Snapshot(6_000))),
            new("public trade", new MarketDataParser(StreamKind.PublicTrades, [Market]), false, false, Many(256, frames.Trade)),
            new("own order", new AccountParser([Market]), false, false, Many(128, frames.Order)),
            new("own trade", new AccountParser([Market]), false, false, Many(128, frames.Fill)),
        ];
    }

    /// <summary>The same frames as events; of book frames only.</summary>
    public FrameEvents Events() => new(_stream, _frames);

    public override string ToString() => Name;

    /// <summary>The feed's parser.</summary>
    public long Ours()
    {
        long sum = 0;
        foreach (byte[] frame in _frames)
        {
            if (_parser.Parse(frame) != ParseOutcome.Frame)
                throw new InvalidOperationException($"{Name}: {_parser.Reason} at byte {_parser.ErrorOffset}.");
            sum += _parser.Seq;
        }
        return sum;
    }

    /// <summary>Utf8JsonReader by hand.</summary>
    public long ByHand()
    {
        long sum = 0;
        foreach (byte[] frame in _frames)
        {
            _hand.Read(frame);
            sum += _hand.Seq;
        }
        return sum;
    }

    /// <summary>The generated deserializer, to decimals.</summary>
    public long Generated()
    {
        long sum = 0;
        foreach (byte[] frame in _frames)
            sum += JsonSerializer.Deserialize(frame, WireBookContext.Default.WireBook)!.Seq;
        return sum;
    }

    /// <summary>The bare tokens of Utf8JsonReader, without looking at them: what every reader built on it pays.</summary>
    public long Tokens()
    {
        long tokens = 0;
        foreach (byte[] frame in _frames)
        {
            var reader = new Utf8JsonReader(frame);
            while (reader.Read())
                tokens++;
        }
        return tokens;
    }

    /// <summary>Refuses to measure unless all ways find the same in every frame, and ours by its fast path.</summary>
    public void Check()
    {
        foreach (byte[] frame in IsBook ? _frames : [])
        {
            _parser.Parse(frame);
            _hand.Read(frame);
            WireBook book = JsonSerializer.Deserialize(frame, WireBookContext.Default.WireBook)!;
            MarketDataScratch ours = ((MarketDataParser)_parser).Scratch;
            BookLevel last = ours.Bids[^1];
            bool isSame = (ours.Bids.Length, ours.Asks.Length, _parser.Seq) == (_hand.BidCount, _hand.AskCount, _hand.Seq)
                && (ours.Bids.Length, ours.Asks.Length, _parser.Seq) == (book.Data.Bids.Length, book.Data.Asks.Length, book.Seq)
                && last.PriceTicks == _hand.LastBid.Price && last.PriceTicks == book.Data.Bids[^1].Price
                && last.QuantitySteps == (ours.IsSnapshot ? _hand.LastBid.Quantity : _hand.LastBid.Total);
            if (!isSame)
                throw new InvalidOperationException($"{Name}: the ways to read it disagree.");
        }
        Ours();
        if (_parser.Counters.GeneralFrames != 0)
            throw new InvalidOperationException($"{Name}: {_parser.Counters.GeneralFrames} frames were not read by the fast path.");
    }

    private static ParseCase Book(string name, StreamKind kind, bool isJudged, byte[][] frames) =>
        new(name, new MarketDataParser(kind, [Market]), isBook: true, isJudged, frames, kind);

    private static byte[][] Many(int count, Func<byte[]> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
