using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Core.Tests.Trading;

namespace LowLatencyMM.Core.Tests.Quoting;

public class QuoterTests
{
    private const long Second = 1_000_000_000;

    private static readonly FillIntensity Intensity = new(0.5, 0.5, QuoteClamps.None);
    private static readonly Touch Touch = new(33_834, 33_836);

    [Fact]
    public void The_microprice_leans_towards_the_side_with_less_size()
    {
        Quoter quoter = Create(quoting => quoting with { FairPrice = FairPriceKind.Microprice });

        Assert.True(quoter.NeedsSizes);
        Assert.Equal((33_834 * 1.0 + 33_836 * 3.0) / 4 * 0.1, quoter.FairPrice(Touch, bidSteps: 300, askSteps: 100), 1e-9);
        Assert.Equal(3383.5, quoter.FairPrice(Touch, 200, 200), 1e-9);
        Assert.Equal(3383.5, quoter.FairPrice(Touch, 0, 0), 1e-9);
        Assert.Equal(3383.5, Create(quoting => quoting).FairPrice(Touch, 300, 100), 1e-9);
    }

    [Fact]
    public void A_session_runs_down_to_its_floor_and_begins_anew()
    {
        var horizon = new Horizon(new QuotingSettings
        {
            NotionalMicro = 1,
            HorizonMode = HorizonMode.Session,
            HorizonSeconds = 3_600,
            SessionMinTauSeconds = 60,
        });

        Assert.Equal(3_600, horizon.Seconds(1_000 * Second));
        Assert.Equal(2_600, horizon.Seconds(2_000 * Second));
        Assert.Equal(60, horizon.Seconds(4_590 * Second));
        Assert.Equal(3_600, horizon.Seconds(4_600 * Second));
        Assert.Equal(3_599, horizon.Seconds(4_601 * Second));
    }

    [Fact]
    public void A_rolling_horizon_stands_still()
    {
        var horizon = new Horizon(new QuotingSettings { NotionalMicro = 1, HorizonSeconds = 3_600 });

        Assert.Equal(3_600, horizon.Seconds(Second));
        Assert.Equal(3_600, horizon.Seconds(1_000_000 * Second));
    }

    // A long position pays a positive rate: the reservation price falls, by what is paid while it is held.
    [Fact]
    public void A_positive_funding_rate_lowers_both_quotes_by_the_cost_of_holding()
    {
        Quoter plain = Create(quoting => quoting);
        Quoter aware = Create(quoting => quoting with { FundingWeight = 0.5, FundingHoldHours = 4 });
        aware.OnFunding(20_000_000); // 20e-6 an hour

        Assert.True(Quote(plain, out QuotePrices without));
        Assert.True(Quote(aware, out QuotePrices with));

        double cost = 20e-6 * 3383.5 * 4 * 0.5;
        Assert.Equal(without.ReservationPrice - cost, with.ReservationPrice, 1e-9);
        Assert.Equal(without.BidRaw - cost, with.BidRaw, 1e-9);
        Assert.Equal(without.AskRaw - cost, with.AskRaw, 1e-9);
        aware.OnFunding(-20_000_000);
        Assert.True(Quote(aware, out QuotePrices negative));
        Assert.Equal(without.ReservationPrice + cost, negative.ReservationPrice, 1e-9);
    }

    [Fact]
    public void The_multipliers_act_on_the_model_alone()
    {
        Quoter plain = Create(quoting => quoting with { Gamma = 10 });
        Quoter scaled = Create(quoting => quoting with { Gamma = 10, SpreadMultiplier = 1.5, SkewMultiplier = 0.25 });

        Assert.True(Quote(plain, out QuotePrices one, lots: 3));
        Assert.True(Quote(scaled, out QuotePrices other, lots: 3));

        Assert.Equal(1.5 * one.ModelHalfSpread, other.ModelHalfSpread, 1e-9);
        Assert.Equal(0.25 * one.Shift, other.Shift, 1e-9);
    }

    // Defect 65: the seed took the minimum for the half-spread; that meaning has a name now, and is not the default.
    [Fact]
    public void The_minimum_spread_is_a_half_spread_only_if_told_so()
    {
        Quoter full = Create(quoting => quoting with { MinimumSpreadBps = 40 });
        Quoter half = Create(quoting => quoting with { MinimumSpreadBps = 40, MinimumSpreadBasis = SpreadBasis.Half });

        Assert.True(Quote(full, out QuotePrices one));
        Assert.True(Quote(half, out QuotePrices two));

        Assert.Equal(20e-4 * 3383.5, one.HalfSpread, 1e-9);
        Assert.Equal(40e-4 * 3383.5, two.HalfSpread, 1e-9);
    }

    [Fact]
    public void Without_improvement_the_best_prices_are_joined_at_most()
    {
        var wide = new Touch(33_700, 33_970);
        Quoter joining = Create(quoting => quoting with { BboPolicy = BboPolicy.NoImprove });

        Assert.True(joining.TryQuote(Second, 3383.5, wide, 0.01, 0, 1e-4, Intensity, 0, 0, out QuotePrices prices));

        Assert.Equal(33_700, prices.BidTicks);
        Assert.Equal(33_970, prices.AskTicks);
        Assert.Equal(QuoteClamps.BidNoImprove | QuoteClamps.AskNoImprove, prices.Clamps);
    }

    [Fact]
    public void The_effective_horizon_makes_both_models_skew_alike()
    {
        Quoter glft = Create(quoting => quoting with { Model = QuoteModelKind.Glft, Gamma = 1 });
        Assert.True(Quote(glft, out QuotePrices asymptotic, lots: 2));
        double seconds = glft.EffectiveHorizonSeconds();

        Quoter avellaneda = Create(quoting => quoting with { Gamma = 1, HorizonSeconds = seconds });
        Assert.True(Quote(avellaneda, out QuotePrices finite, lots: 2));

        Assert.InRange(seconds, 10, 3_600);
        Assert.Equal(asymptotic.ReservationPrice, finite.ReservationPrice, 1e-9);
    }

    public static TheoryData<int> InfiniteCases() => VectorFile.Cases("strategy-as-infinite.json");

    [Theory]
    [MemberData(nameof(InfiniteCases))]
    public void The_discounted_reservation_prices_of_the_vectors_are_reproduced(int index)
    {
        JsonElement vector = VectorFile.Read("strategy-as-infinite.json").GetProperty("cases")[index];
        JsonElement given = vector.GetProperty("in");
        JsonElement expected = vector.GetProperty("out");

        (double bid, double ask, double omega) = AvellanedaStoikov.DiscountedPrices(
            given.Double("s"), given.Double("q_lots"), given.Double("gamma_q"), given.Double("sigma_abs"), given.Double("q_max"));

        VectorFile.AssertClose(expected.Double("omega"), omega, "omega");
        VectorFile.AssertClose(expected.Double("reservation_bid"), bid, "bid");
        VectorFile.AssertClose(expected.Double("reservation_ask"), ask, "ask");
        VectorFile.AssertClose(expected.Double("reservation_mid"), (bid + ask) / 2, "middle");
    }

    private static bool Quote(Quoter quoter, out QuotePrices prices, double lots = 0) =>
        quoter.TryQuote(Second, 3383.5, Touch, 0.01, lots, 1e-4, Intensity, 0, 0, out prices);

    private static Quoter Create(Func<QuotingSettings, QuotingSettings> change)
    {
        TradedMarket lively = TestSettings.Lively.Markets[0];
        TradedMarket settings = lively with { Quoting = change(lively.Quoting) };
        return new Quoter(settings, new MarketUnits(settings.Market));
    }
}
