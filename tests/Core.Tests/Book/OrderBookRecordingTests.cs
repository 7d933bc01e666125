using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Book;

public sealed class OrderBookRecordingTests
{
    private static readonly Dictionary<string, (decimal Tick, decimal Step)> BinanceGrids = new()
    {
        ["BTC-USD"] = (0.1m, 0.001m),
        ["ETH-USD"] = (0.01m, 0.001m),
    };

    private static readonly Dictionary<string, (decimal Tick, decimal Step)> HyperliquidGrids = new()
    {
        ["BTC-USD"] = (1m, 0.00001m),
        ["ETH-USD"] = (0.1m, 0.0001m),
        ["SOL-USD"] = (0.01m, 0.01m),
    };

    /// <remarks>The pinned figures come from a dictionary book over the same file in another language.</remarks>
    [Fact]
    public void The_excerpt_in_this_folder_gives_the_pinned_book()
    {
        string path = Path.Combine(RepositoryPaths.Root, "tests", "Core.Tests", "Book", "Data", "binance-btc-excerpt.jsonl.gz");

        OrderBook book = Replay(path, BinanceGrids).Books["BTC-USD"];

        Assert.Equal(301, book.StreamSeq);
        Assert.Equal((618_095L, 2_951L), (book.BestBidTicks, book.BestBidSteps));
        Assert.Equal((618_096L, 7_166L), (book.BestAskTicks, book.BestAskSteps));
        Assert.Equal((1_539, 1_309), (book.LevelCount(Side.Buy), book.LevelCount(Side.Sell)));
        Assert.Equal(2_760_404, book.Levels(Side.Buy).Sum(level => level.Steps));
        Assert.Equal(3_957_617, book.Levels(Side.Sell).Sum(level => level.Steps));
    }

    /// <param name="file">A recording beside the repository.</param>
    /// <param name="frames">Full-book frames in it, as its README counts them.</param>
    /// <param name="contradicted">Periodic snapshots that differ from the kept book: the ones after an outage, one a market.</param>
    [SkippableTheory]
    [InlineData("binance-btc-1min.jsonl.gz", 1_149, 0)]
    [InlineData("binance-btc-5min-100ms.jsonl.gz", 2_563, 0)]
    [InlineData("binance-btc-eth-6min.jsonl.gz", 6_551 + 6_585, 0)]
    [InlineData("hyperliquid-btc-eth-sol-35min.jsonl.gz", 3 * 3_819, 3)]
    public void Recorded_streams_give_the_same_book_as_the_dictionary(string file, int frames, int contradicted)
    {
        string path = Path.Combine(RepositoryPaths.MarketData, file);
        Skip.IfNot(File.Exists(path), $"{path} is not there.");

        RecordingOutcome outcome = Replay(path, file.StartsWith("binance", StringComparison.Ordinal) ? BinanceGrids : HyperliquidGrids);

        Assert.Equal(frames, outcome.Frames);
        Assert.Equal(contradicted, outcome.ContradictedSnapshots);
    }

    /// <summary>Replays a recording into books and their twins, told the changes and told the sizes, and compares after every frame.</summary>
    private static RecordingOutcome Replay(string path, Dictionary<string, (decimal Tick, decimal Step)> grids)
    {
        var models = grids.Keys.ToDictionary(market => market, _ => new DictionaryBook());
        var byChange = grids.Keys.ToDictionary(market => market, _ => new OrderBook());
        var bySize = grids.Keys.ToDictionary(market => market, _ => new OrderBook(windowTicks: 256));
        int frames = 0;
        int contradicted = 0;
        foreach ((string market, BookFrame frame) in BookRecording.Read(path, grids))
        {
            frames++;
            DictionaryBook model = models[market];
            OrderBook book = byChange[market];
            BookDepth[] bidsBefore = frame.IsSnapshot ? book.Levels(Side.Buy) : [];
            BookDepth[] asksBefore = frame.IsSnapshot ? book.Levels(Side.Sell) : [];

            model.Apply(frame);
            Assert.Equal(BookUpdate.Applied, book.Apply(frame));
            Assert.Equal(BookUpdate.Applied, bySize[market].Apply(frame, absolute: true));

            Assert.True(book.IsValid);
            OrderBookTesting.AssertSameTouch(model, book);
            OrderBookTesting.AssertSameTouch(model, bySize[market]);
            if (frame.IsSnapshot && frame.Seq > 1
                && !(bidsBefore.SequenceEqual(book.Levels(Side.Buy)) && asksBefore.SequenceEqual(book.Levels(Side.Sell))))
                contradicted++;
            if (frame.IsSnapshot || frame.Seq % 100 == 0)
            {
                OrderBookTesting.AssertSameLevels(model, book);
                Assert.Equal(OrderBookTesting.HashOf(book), OrderBookTesting.HashOf(bySize[market]));
            }
        }
        return new RecordingOutcome(frames, contradicted, byChange);
    }

    private sealed record RecordingOutcome(int Frames, int ContradictedSnapshots, Dictionary<string, OrderBook> Books);
}
