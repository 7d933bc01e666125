using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Tests.Trading;

namespace LowLatencyMM.Core.Tests.Pnl;

public class MarketPnlTests
{
    private const long Mark = 61_800_000_000_000;

    private readonly MarketPnl _pnl = new(new MarketUnits(TestSettings.Lively.Market));

    [Theory]
    [InlineData(100, 10_000_000, -618)]      // Long pays 0.001 % of 6,180 USD.
    [InlineData(-100, 10_000_000, 618)]
    [InlineData(100, -25_000_000, 1_545)]
    public void Funding_is_paid_by_the_side_that_the_rate_says_on_the_value_at_the_mark(long position, long ratePico, long centimilli)
    {
        _pnl.Ledger.SetPosition(position, 0);
        _pnl.TakePosition(1_000);

        _pnl.OnFunding(new FundingPayload { RatePico = ratePico, AppliedMs = 2_000 }, Mark);

        Assert.Equal(centimilli * 100, _pnl.Ledger.FundingMicro);
        Assert.Equal(_pnl.Ledger.FundingMicro, _pnl.Ledger.CashMicro);
    }

    [Fact]
    public void Funding_counts_once_and_not_from_before_the_position_was_taken_over()
    {
        _pnl.Ledger.SetPosition(100, 0);
        var funding = new FundingPayload { RatePico = 10_000_000, AppliedMs = 2_000 };
        _pnl.OnFunding(funding, Mark);
        _pnl.TakePosition(2_000);
        _pnl.OnFunding(funding, Mark);
        Assert.Equal(0, _pnl.Ledger.FundingMicro);

        _pnl.OnFunding(funding with { AppliedMs = 3_000 }, Mark);
        _pnl.OnFunding(funding with { AppliedMs = 3_000 }, Mark);
        Assert.Equal(-61_800, _pnl.Ledger.FundingMicro);
    }

    [Fact]
    public void The_total_is_what_the_cash_and_the_position_are_worth()
    {
        _pnl.OnMid(0, 1_236_000);
        _pnl.Fill(Side.Buy, 100, 6_179_000_000, 0);
        _pnl.Ledger.AddFee(500_000_000);
        _pnl.OnMid(1, 1_236_200);

        Assert.Equal(2_000_000 - 500_000, _pnl.TotalMicro(Mark));
        Assert.Equal(1_000_000, _pnl.Markouts.SpreadMicro);
    }

    [Fact]
    public void Before_any_price_an_open_position_has_no_value()
    {
        Assert.True(_pnl.IsValued(0));
        _pnl.Ledger.SetPosition(1, 61_800_000);
        Assert.False(_pnl.IsValued(0));
        Assert.True(_pnl.IsValued(Mark));
        Assert.Equal(0, _pnl.TotalMicro(Mark));
    }

    [Fact]
    public void Losing_round_trips_in_a_row_are_counted_and_a_gain_ends_the_count()
    {
        PnlLedger ledger = _pnl.Ledger;
        void Trip(long buy, long sell, long feeNano = 0)
        {
            ledger.Fill(Side.Buy, 2, buy);
            ledger.AddFee(feeNano);
            ledger.Fill(Side.Sell, 1, sell / 2);
            ledger.Fill(Side.Sell, 1, sell - sell / 2);
        }

        Trip(1_000, 990);
        Trip(1_000, 998);
        Assert.Equal(2, ledger.LossesInRow);
        Trip(1_000, 1_000);
        Assert.Equal(2, ledger.LossesInRow);
        Trip(1_000, 1_002, feeNano: 5_000);
        Assert.Equal(3, ledger.LossesInRow);
        Trip(1_000, 1_001);
        Assert.Equal(0, ledger.LossesInRow);
        ledger.Fill(Side.Buy, 1, 1_000);
        ledger.Fill(Side.Sell, 3, 2_000); // Through zero: the long side has lost.
        Assert.Equal(1, ledger.LossesInRow);
    }

    [Fact]
    public void Quote_uptime_is_the_part_of_the_allowed_time_in_which_all_wanted_sides_rest()
    {
        var uptime = new QuoteUptime();
        uptime.Advance(100, isAllowed: false, isQuoted: false);
        uptime.Advance(200, isAllowed: true, isQuoted: false);
        uptime.Advance(300, isAllowed: true, isQuoted: true);
        uptime.Advance(600, isAllowed: true, isQuoted: false);
        uptime.Advance(650, isAllowed: false, isQuoted: true);
        uptime.Advance(900, isAllowed: true, isQuoted: true);

        Assert.Equal((450, 300), (uptime.AllowedNs, uptime.QuotedNs));
    }

    [Fact]
    public void The_difference_of_the_exchanges_balance_is_what_our_books_do_not_explain()
    {
        var check = new BalanceCheck();
        check.OnBalance(new BalancePayload { BalanceMicro = 900 }, isReady: false, 0);
        check.OnBalance(new BalancePayload { BalanceMicro = 1_000 }, isReady: true, 0);
        check.OnBalance(new BalancePayload { BalanceMicro = 1_040 }, isReady: true, 40);
        Assert.Equal(0, check.DifferenceMicro);

        check.OnBalance(new BalancePayload { BalanceMicro = 1_300 }, isReady: true, 50);
        Assert.Equal(250, check.DifferenceMicro);
    }
}
