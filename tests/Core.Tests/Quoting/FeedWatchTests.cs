using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Quoting;

public sealed class FeedWatchTests
{
    private const long Ms = 1_000_000;
    private const long Start = 1_790_000_000_000 * Ms;
    private static readonly QuotingSettings Limits = new() { NotionalMicro = 1 };
    private static readonly Touch Book = new(100, 101);
    private static readonly Touch Other = new(99, 100);

    private readonly FeedWatch _watch = new(Limits);

    [Fact]
    public void Prices_that_differ_for_longer_than_the_limit_are_not_quoted_and_the_stream_that_is_behind_is_connected_anew()
    {
        _watch.OnPrices(Book, 1_000, Other, 999, Start);

        Assert.Equal(QuoteReason.None, _watch.Problem(Start + Limits.DisagreementNs));
        Assert.False(_watch.TryDistrust(Start + Limits.DisagreementNs, out _));

        long late = Start + Limits.DisagreementNs + Ms;
        Assert.Equal(QuoteReason.SourcesDisagree, _watch.Problem(late));
        Assert.True(_watch.TryDistrust(late, out StreamDistrustedPayload told));
        Assert.Equal(((long)StreamId.BestBidAsk, DistrustReason.Disagreement), (told.Distrusted, told.Reason));
        Assert.Equal((100, 101, 99, 100), (told.BookBidTicks, told.BookAskTicks, told.BestBidTicks, told.BestAskTicks));
        Assert.Equal((Limits.DisagreementNs + Ms, Limits.DisagreementNs), (told.LastedNs, told.LimitNs));
        Assert.False(_watch.TryDistrust(late + FeedWatch.RequestPauseNs - 1, out _));
        Assert.True(_watch.TryDistrust(late + FeedWatch.RequestPauseNs, out _));
    }

    [Fact]
    public void Of_two_sources_of_the_same_time_the_book_is_the_one_that_may_have_missed_something()
    {
        _watch.OnPrices(Book, 1_000, Other, 1_000, Start);

        Assert.True(_watch.TryDistrust(Start + Limits.DisagreementNs + 1, out StreamDistrustedPayload told));
        Assert.Equal((long)StreamId.OrderBook, told.Distrusted);
    }

    [Fact]
    public void Prices_that_agree_now_and_then_are_sound()
    {
        for (int i = 0; i < 100; i++)
        {
            long now = Start + (i * 100 * Ms);
            _watch.OnPrices(Book, now / Ms, i % 10 == 9 ? Book : Other, now / Ms, now);
            Assert.Equal(QuoteReason.None, _watch.Problem(now));
        }
        Assert.False(_watch.TryDistrust(Start + (100 * 100 * Ms), out _));
    }

    [Theory]
    [InlineData(StreamId.OrderBook)]
    [InlineData(StreamId.BestBidAsk)]
    public void A_new_connection_begins_without_doubts(StreamId stream)
    {
        _watch.OnPrices(Book, 1_000, Other, 999, Start);
        _watch.OnTrade(Trade(Side.Buy, 105, 2_000), Book, 1_000, Start);

        _watch.Forget(stream);

        Assert.Equal(QuoteReason.None, _watch.Problem(Start + 60_000 * Ms));
        Assert.False(_watch.TryDistrust(Start + 60_000 * Ms, out _));
    }

    [Theory]
    [InlineData(Side.Buy, 102, true)]
    [InlineData(Side.Buy, 101, false)]
    [InlineData(Side.Sell, 99, true)]
    [InlineData(Side.Sell, 100, false)]
    [InlineData(Side.None, 200, false)]
    public void A_trade_through_a_best_price_that_does_not_follow_stops_quoting(Side taker, long priceTicks, bool isThrough)
    {
        _watch.OnTrade(Trade(taker, priceTicks, tradeMs: 1_001), Book, touchMs: 1_000, Start);

        Assert.Equal(QuoteReason.None, _watch.Problem(Start + Limits.TradedThroughNs));
        Assert.Equal(isThrough ? QuoteReason.TradedThrough : QuoteReason.None, _watch.Problem(Start + Limits.TradedThroughNs + 1));
    }

    [Fact]
    public void Prices_as_old_as_the_trade_or_newer_clear_the_doubt_and_older_ones_do_not()
    {
        long late = Start + Limits.TradedThroughNs + Ms;
        _watch.OnTrade(Trade(Side.Buy, 105, tradeMs: 1_100), Book, touchMs: 1_000, Start);

        _watch.OnPrices(Book, 1_099, null, 0, late);
        Assert.Equal(QuoteReason.TradedThrough, _watch.Problem(late));

        _watch.OnPrices(Book, 1_100, null, 0, late);
        Assert.Equal(QuoteReason.None, _watch.Problem(late));
    }

    [Fact]
    public void A_trade_from_before_the_prices_proves_nothing()
    {
        _watch.OnTrade(Trade(Side.Buy, 105, tradeMs: 1_000), Book, touchMs: 1_000, Start);
        _watch.OnTrade(Trade(Side.Buy, 105, tradeMs: 2_000, TradeType.Liquidation), Book, touchMs: 1_000, Start);

        Assert.Equal(QuoteReason.None, _watch.Problem(Start + 60_000 * Ms));
    }

    [Fact]
    public void When_trades_go_on_printing_through_both_price_streams_are_connected_anew()
    {
        _watch.OnTrade(Trade(Side.Sell, 90, tradeMs: 1_001), Book, touchMs: 1_000, Start);
        _watch.OnTrade(Trade(Side.Sell, 89, tradeMs: 1_002), Book, touchMs: 1_000, Start + Limits.TradedThroughNs);
        long late = Start + (2 * Limits.TradedThroughNs) + 1;

        Assert.False(_watch.TryDistrust(late - 1, out _));
        Assert.True(_watch.TryDistrust(late, out StreamDistrustedPayload first));
        Assert.True(_watch.TryDistrust(late, out StreamDistrustedPayload second));
        Assert.False(_watch.TryDistrust(late, out _));
        Assert.Equal([(long)StreamId.OrderBook, (long)StreamId.BestBidAsk], [first.Distrusted, second.Distrusted]);
        Assert.Equal(DistrustReason.TradedThrough, second.Reason);
    }

    [Fact]
    public void A_book_or_mark_price_that_falls_silent_is_connected_anew()
    {
        _watch.OnBookFrame(Start);
        _watch.OnMark(Start);

        Assert.False(_watch.TryDistrust(Start + Limits.BookSilenceNs, out _));
        Assert.True(_watch.TryDistrust(Start + Limits.BookSilenceNs + 1, out StreamDistrustedPayload book));
        Assert.Equal(((long)StreamId.OrderBook, DistrustReason.Silence), (book.Distrusted, book.Reason));
        _watch.OnBookFrame(Start + Limits.MarkSilenceNs);
        Assert.True(_watch.TryDistrust(Start + Limits.MarkSilenceNs + 1, out StreamDistrustedPayload mark));
        Assert.Equal(((long)StreamId.MarkPrice, DistrustReason.Silence), (mark.Distrusted, mark.Reason));
        Assert.Equal(QuoteReason.None, _watch.Problem(Start + Limits.MarkSilenceNs + 1));
    }

    private static PublicTradePayload Trade(Side taker, long priceTicks, long tradeMs, TradeType type = TradeType.Trade) =>
        new() { TakerSide = taker, PriceTicks = priceTicks, TradeMs = tradeMs, TradeType = type, QuantitySteps = 1 };
}
