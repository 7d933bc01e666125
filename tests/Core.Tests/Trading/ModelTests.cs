using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>Models and estimators inside of the whole core.</summary>
[Collection(nameof(AllocationCollection))]
public class ModelTests
{
    private const long Millisecond = 1_000_000;

    public static TheoryData<QuoteModelKind, SigmaMethod, IntensityMethod> Combinations()
    {
        var data = new TheoryData<QuoteModelKind, SigmaMethod, IntensityMethod>();
        SigmaMethod[] sigmas = Enum.GetValues<SigmaMethod>();
        for (int i = 0; i < 12; i++)
            data.Add((QuoteModelKind)(i % 3), sigmas[i % sigmas.Length], (IntensityMethod)(i % 4));
        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_model_quotes_both_sides_allocates_nothing_and_replays_to_the_same_state(
        QuoteModelKind model, SigmaMethod sigma, IntensityMethod intensity)
    {
        EngineSettings settings = Settings(quoting => quoting with
        {
            Model = model,
            SigmaMethod = sigma,
            IntensityMethod = intensity,
            Gamma = 1e-4,
            FairPrice = FairPriceKind.Microprice,
            FitIntervalNs = 1_000 * Millisecond,
            SigmaSampleNs = 500 * Millisecond,
        });
        List<Event> log = Market(settings, seconds: 40);

        var first = new TradingCore(settings);
        long allocated = Feed(first, log, out long quoting);
        var second = new TradingCore(settings);
        Feed(second, log, out _);

        Assert.Equal(first.StateHash(), second.StateHash());
        Assert.True(quoting > 100, $"{quoting}");
        Assert.Equal(0, allocated);
    }

    // Defect 44: quotes came from prices of up to a minute ago.
    [Fact]
    public void A_quote_follows_the_very_event_that_moved_the_market()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.BeginResting();
        driver.NowMs += 500;

        driver.Best(619_000, 619_001);

        Assert.Equal(619_000.5 * 0.1, driver.Status.FairPrice, 1e-6);
        Assert.True(driver.Requests.All(request => Math.Abs(request.PriceTicks - 619_000) < 1_000));
        Assert.NotEmpty(driver.Requests);
    }

    [Fact]
    public void Without_any_trade_the_glft_models_know_no_intensity_and_do_not_quote()
    {
        var driver = new CoreDriver(Settings(quoting => quoting with { Model = QuoteModelKind.Glft }));
        driver.Begin();

        Assert.Equal(QuoteReason.NoIntensity, driver.Status.Reason);
        Assert.Empty(driver.Requests);
    }

    [Fact]
    public void Estimates_are_told_at_each_fit()
    {
        EngineSettings settings = Settings(quoting => quoting with { FitIntervalNs = 2_000 * Millisecond });
        var core = new TradingCore(settings);
        DecisionBatch batch = default;
        var told = new List<EstimatesPayload>();
        long sequence = 0;
        foreach (Event e in Market(settings, seconds: 30))
        {
            core.OnEvent(e, sequence++, ref batch);
            for (int i = 0; i < batch.Count; i++)
            {
                if (batch[i].Kind == EventKind.Estimates)
                    told.Add(batch[i].Estimates);
            }
        }

        Assert.InRange(told.Count, 10, 16);
        Assert.True(told[^1].Kappa > 0);
        Assert.True(told[^1].Intensity > 0);
        Assert.True(double.IsNaN(told[^1].KappaWeighted) || told[^1].KappaWeighted > 0);
        Assert.True(told[^1].EffectiveHorizonSeconds > 0);
        Assert.Equal(told.Select(payload => payload.CauseSequence).Distinct().Count(), told.Count);
    }

    [Fact]
    public void No_order_waits_for_the_estimates_to_be_told()
    {
        var driver = new CoreDriver(Settings(quoting => quoting with { FitIntervalNs = 300 * Millisecond }));
        driver.BeginResting();
        for (int i = 0; i < 100; i++)
        {
            driver.NowMs += 1_100;
            // By more than the threshold, so that orders follow; a fit is due each time too.
            long bid = 618_000 + (i % 2 == 0 ? 600 : 0);
            driver.Best(bid, bid + 1);
            while (driver.Requests.TryDequeue(out OrderSentPayload request))
                driver.Rest(request);
        }

        List<long> orders = [.. driver.Decisions.Where(e => e.Kind == EventKind.OrderSent).Select(e => e.OrderSent.CauseSequence)];
        List<long> told = [.. driver.Decisions.Where(e => e.Kind == EventKind.Estimates).Select(e => e.Estimates.CauseSequence)];
        Assert.True(orders.Count > 50, $"{orders.Count} orders");
        Assert.True(told.Count > 90, $"{told.Count} estimates");
        Assert.Empty(told.Intersect(orders));
    }

    // A restart quotes at once with what the estimators had learnt.
    [Fact]
    public void What_was_before_the_session_warms_the_estimators_and_decides_nothing()
    {
        EngineSettings settings = Settings(quoting => quoting with { WarmupNs = 20_000 * Millisecond, FitIntervalNs = 1_000 * Millisecond });
        List<Event> past = [.. Market(settings, seconds: 60).Where(IsMarketData).Select(Warm)];
        var cold = new TradingCore(settings);
        var warm = new TradingCore(settings);
        DecisionBatch batch = default;
        CoreStatus coldStatus = default, warmStatus = default;
        long sequence = 0;
        foreach (Event e in past)
        {
            warm.OnEvent(e, sequence++, ref batch);
            Assert.Equal(0, batch.Count);
        }
        warm.CopyStatus(ref warmStatus);
        Assert.Equal(QuoteReason.None, warmStatus.Reason);

        List<Event> live = [.. Market(settings, seconds: 1).Select(e => Later(e, past[^1].ReceiveNs + 5_000 * Millisecond))];
        foreach (Event e in live)
        {
            cold.OnEvent(e, sequence, ref batch);
            warm.OnEvent(e, sequence++, ref batch);
        }

        cold.CopyStatus(ref coldStatus);
        warm.CopyStatus(ref warmStatus);
        Assert.Equal(QuoteReason.WarmingUp, coldStatus.Reason);
        Assert.Equal(QuoteReason.Quoting, warmStatus.Reason);
        Assert.NotEqual(coldStatus.SigmaRelative, warmStatus.SigmaRelative);
    }

    [Fact]
    public void The_book_of_the_past_is_never_quoted_from()
    {
        EngineSettings settings = TestSettings.Lively;
        List<Event> session = Market(settings, seconds: 2);
        var core = new TradingCore(settings);
        DecisionBatch batch = default;
        CoreStatus status = default;
        long sequence = 0;
        foreach (Event e in session.Where(IsMarketData).Select(Warm))
            core.OnEvent(e, sequence++, ref batch);
        foreach (Event e in session.Where(e => e.Kind is not (EventKind.BookLevel or EventKind.BestBidAsk or EventKind.PublicTrade)))
            core.OnEvent(Later(e, session[^1].ReceiveNs), sequence++, ref batch);

        core.CopyStatus(ref status);

        Assert.Equal(QuoteReason.BookInvalid, status.Reason);
    }

    [Fact]
    public void Fitted_parameters_change_the_volatility_when_they_come_in_and_not_before()
    {
        EngineSettings settings = Settings(quoting => quoting with { SigmaMethod = SigmaMethod.Garch, SigmaFastGuard = false, WindowNs = 36_000_000_000_000 });
        var core = new TradingCore(settings);
        List<Event> log = Market(settings, seconds: 6_600, stepMs: 900);
        Feed(core, log, out _);
        CoreStatus before = default, after = default;
        core.CopyStatus(ref before);
        Assert.True(core.GarchOf(0)!.FitRequests > 0);

        Event fitted = log[^1];
        fitted.Begin(EventKind.Parameters, EventFlags.None, 0, StreamId.Engine, log[^1].ReceiveNs);
        fitted.Parameters = new ParametersPayload { Version = 1, Omega = 1e-9, Alpha = 0.05, Beta = 0.9, NextVariance = 2e-8, Returns = core.GarchOf(0)!.Returns };
        DecisionBatch batch = default;
        core.OnEvent(fitted, log.Count, ref batch);
        core.CopyStatus(ref after);

        Assert.Equal(QuoteClamps.SigmaFallback, before.Clamps & QuoteClamps.SigmaFallback);
        Assert.Equal(QuoteClamps.None, after.Clamps & QuoteClamps.SigmaFallback);
        Assert.Equal(Math.Sqrt(2e-8 / 60), after.SigmaRelative, 0.2 * Math.Sqrt(2e-8 / 60));
    }

    private static EngineSettings Settings(Func<QuotingSettings, QuotingSettings> change) =>
        TestSettings.Lively with { Quoting = change(TestSettings.Lively.Quoting) };

    private static bool IsMarketData(Event e) => e.Kind is EventKind.BookLevel or EventKind.BestBidAsk or EventKind.PublicTrade;

    private static Event Warm(Event e)
    {
        e.Flags |= EventFlags.WarmUp;
        return e;
    }

    private static Event Later(Event e, long byNs)
    {
        e.ReceiveNs += byNs - CoreDriver.StartMs * Millisecond;
        if (e.ExchangeMs != 0)
            e.ExchangeMs += byNs / Millisecond - CoreDriver.StartMs;
        return e;
    }

    /// <summary>What came in during a session without orders of ours: a walking book, and trades on both sides that go deep.</summary>
    private static List<Event> Market(EngineSettings settings, int seconds, int stepMs = 100)
    {
        var driver = new CoreDriver(settings);
        driver.Begin();
        var random = new Random(20260210);
        long bid = 618_000;
        for (long ms = stepMs; ms <= seconds * 1_000L; ms += stepMs)
        {
            driver.NowMs = ms;
            bool isBuy = random.Next(2) == 0;
            // A print beyond a best price that stays is a reason to doubt the book: with slow books they stay at the touch.
            long depth = stepMs < 500 ? random.Next(30) : 0;
            Event trade = driver.New(EventKind.PublicTrade, StreamId.Trades, EventFlags.FrameStart | EventFlags.FrameEnd);
            trade.PublicTrade = new PublicTradePayload
            {
                TradeId = 1_000_000 + ms,
                TradeMs = CoreDriver.StartMs + ms,
                TakerSide = isBuy ? Side.Buy : Side.Sell,
                TradeType = TradeType.Trade,
                PriceTicks = isBuy ? bid + 1 + depth : bid - depth,
                QuantitySteps = 5,
            };
            driver.Feed(trade);
            bid += random.Next(-4, 5);
            driver.Snapshot(bid, bid + 1, random.Next(100, 900));
            if (ms % 10_000 == 0)
                driver.Mark(618_000L * 100_000_000);
        }
        return [.. driver.Log.Where(e => e.Kind < EventKind.QuoteDecision)];
    }

    private static long Feed(TradingCore core, List<Event> log, out long quoting)
    {
        DecisionBatch batch = default;
        quoting = 0;
        CoreStatus status = default;
        long allocated = 0;
        for (int i = 0; i < log.Count; i++)
        {
            ref Event e = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(log)[i];
            long before = GC.GetAllocatedBytesForCurrentThread();
            core.OnEvent(e, i, ref batch);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            core.CopyStatus(ref status);
            if (status.Reason is QuoteReason.Quoting or QuoteReason.RejectBackoff)
                quoting++;
        }
        return allocated;
    }
}
