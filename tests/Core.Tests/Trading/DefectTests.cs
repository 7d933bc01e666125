using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>Defects of the engine's predecessors that no other test of this assembly is about; the README maps all of them.</summary>
public class DefectTests
{
    public static TheoryData<string, EngineSettings> Impossible()
    {
        EngineSettings good = TestSettings.Lively;
        return new TheoryData<string, EngineSettings>
        {
            { "StateHashInterval", good with { StateHashInterval = 0 } },
            { "Market.Tick.Mantissa", good with { Market = good.Market with { Tick = new Grid(0, 1) } } },
            { "Market.Step.Scale", good with { Market = good.Market with { Step = new Grid(1, 13) } } },
            { "Market.MinOrderSteps", good with { Market = good.Market with { MinOrderSteps = 0 } } },
            { "Quoting.NotionalMicro", good with { Quoting = good.Quoting with { NotionalMicro = 0 } } },
            { "Quoting.Gamma", good with { Quoting = good.Quoting with { Gamma = double.NaN } } },
            { "Risk.MaxLeverage", good with { Risk = good.Risk with { MaxLeverage = -1 } } },
            { "Orders.LevelsPerSide", good with { Orders = good.Orders with { LevelsPerSide = 11 } } },
            { "Orders.SizeShape", good with { Orders = good.Orders with { SizeShape = double.PositiveInfinity } } },
            { "OtherMarkets.Count", good with { OtherMarkets = [.. Enumerable.Repeat(good.Markets[0], EngineSettings.MaxMarkets)] } },
            { "Market.MinOrderSteps", good with { OtherMarkets = [good.Markets[0] with { Market = good.Market with { MinOrderSteps = -1 } }] } },
        };
    }

    // Defect 7: what a release build compiles away checked the settings. Defect 28: grids of zero were divided by.
    [Theory]
    [MemberData(nameof(Impossible))]
    public void Settings_that_nothing_can_be_decided_with_are_refused_by_name(string name, EngineSettings settings)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new TradingCore(settings));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    // Defect 29: amounts wrapped around in silence.
    [Fact]
    public void An_amount_that_does_not_fit_is_an_error_and_never_another_amount()
    {
        var units = new MarketUnits(TestSettings.Lively.Market);

        Assert.Throws<OverflowException>(() => units.ValueMicro(long.MaxValue, long.MaxValue));
        Assert.Throws<OverflowException>(() => units.ValueAtMidMicro(long.MaxValue, -long.MaxValue));
        Assert.Throws<OverflowException>(() => units.ValueOfNanoMicro(long.MaxValue, long.MaxValue));
        Assert.Throws<OverflowException>(() => units.HighestTicks(long.MaxValue, long.MaxValue));
        Assert.Equal(9_223_372_036_854_775_800, units.ValueMicro(92_233_720_368_547_758, 1));
    }

    // Defect 32: orders were printed to the console from where they were made.
    [Theory]
    [InlineData("engine/Core")]
    [InlineData("engine/Gateway")]
    [InlineData("engine/Journal")]
    [InlineData("engine/Host/Egress")]
    [InlineData("feed")]
    [InlineData("signing")]
    public void Nothing_on_the_way_of_an_order_writes_to_the_console(string folder)
    {
        string[] sources = Directory.GetFiles(
            Path.Combine(RepositoryPaths.Root, folder), "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, source => File.ReadAllText(source).Contains("Console.", StringComparison.Ordinal));
    }

    // Defect 44: quotes were made from prices of up to a minute ago.
    [Fact]
    public void A_quote_is_made_from_the_book_of_its_own_moment()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();
        driver.NowMs = 900;
        driver.Best(618_100, 618_101);
        OrderSentPayload first = driver.Take(RequestKind.Replace, Side.Buy);
        driver.Rest(first);
        driver.Order(bid, OrderStatus.Cancelled, reason: StatusReason.OrderReplaced);
        driver.Requests.Clear();

        driver.NowMs = 1_800;
        driver.Best(617_500, 617_501);

        Assert.Equal(-600, driver.Take(RequestKind.Replace, Side.Buy).PriceTicks - first.PriceTicks, tolerance: 2L);
    }

    // Defect 50: two orders of one millisecond had the same id. Defect 2: and the same nonce.
    [Fact]
    public void Orders_of_one_event_have_ids_and_nonces_of_their_own_in_every_market()
    {
        EngineSettings settings = TestSettings.Lively;
        settings = settings with { OtherMarkets = [settings.Markets[0], settings.Markets[0]] };
        var driver = new CoreDriver(settings);
        driver.Begin();
        driver.Timer(0);

        OrderSentPayload[] orders =
            [.. driver.Decisions.Where(e => e.Kind == EventKind.OrderSent && e.OrderSent.Request == RequestKind.Create).Select(e => e.OrderSent)];

        Assert.Equal(6, orders.Length);
        Assert.Equal(6, orders.Select(order => order.OwnId).Distinct().Count());
        Assert.Equal(6, orders.Select(order => order.Nonce).Distinct().Count());
    }

    // Defect 51: two more requests were made for each order. Defect 52: the budget counts requests, and each of them.
    [Fact]
    public void An_order_is_one_request_and_takes_one_of_the_budget()
    {
        EngineSettings few = TestSettings.Lively with { Risk = TestSettings.Lively.Risk with { MaxRequestsPerMinute = 40, CancelReservePercent = 0 } };
        var driver = new CoreDriver(few);
        (OrderSentPayload bid, OrderSentPayload ask) = driver.BeginResting();
        int sent = 2;
        for (int i = 1; i < 10; i++)
        {
            // A burst of a quarter of the limit, and 30 a minute after it.
            driver.NowMs = i * 260;
            driver.Best(618_000 + i * 100, 618_001 + i * 100);
            while (driver.Requests.TryDequeue(out OrderSentPayload request))
            {
                Assert.Equal(RequestKind.Replace, request.Request);
                sent++;
                driver.Rest(request);
                ref OrderSentPayload old = ref request.Side == Side.Buy ? ref bid : ref ask;
                driver.Order(old, OrderStatus.Cancelled, reason: StatusReason.OrderReplaced);
                old = request;
            }
        }

        Assert.Equal(11, sent);
        Assert.Contains(driver.Decisions, e => e.Kind == EventKind.RiskVerdict && e.RiskVerdict.Reason == RiskReason.RequestBudget);
    }

    // Defect 73: a position that could not be fetched at the start was taken for none.
    [Fact]
    public void Until_the_exchange_has_told_the_position_nothing_is_placed()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Session();
        driver.Nonces(1, 1_000);
        driver.Mark(61_800_000_000_000);
        driver.Snapshot(618_000, 618_001);
        driver.Command(OperatorAction.Start);
        driver.Connect(StreamId.Account);
        driver.Timer(100);
        Assert.Empty(driver.Requests);

        driver.Position(150, CoreDriver.StartMs);
        driver.AccountReady();

        Assert.Equal(150, driver.Status.PositionSteps);
        Assert.Equal(11, driver.Take(RequestKind.Create, Side.Buy).QuantitySteps);
    }
}
