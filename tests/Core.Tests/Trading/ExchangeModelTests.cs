using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

public class ExchangeModelTests
{
    private const long Mid2 = 1_236_001;

    /// <summary>1,000 USD at 61,800 in steps of 0.001.</summary>
    private const long Lot = 16;

    /// <summary>10,000 USD; the mid moves a little.</summary>
    private const long MostPosition = 163;

    private const int RunsPerBlock = 50;

    public static TheoryData<int> Blocks() => [.. Enumerable.Range(0, LongSuite.Cases(500, 10_000) / RunsPerBlock)];

    // Defects 11, 14, 39, 41 and 42: races of fills, placements and cancels left orders and positions that nobody knew of.
    [Theory]
    [MemberData(nameof(Blocks))]
    public void Whatever_the_exchange_does_no_order_is_lost_and_the_position_is_its(int block)
    {
        int fills = 0;
        for (int seed = block * RunsPerBlock; seed < (block + 1) * RunsPerBlock; seed++)
            fills += Run(seed);
        Assert.True(fills > RunsPerBlock, $"only {fills} fills");
    }

    [Theory]
    [MemberData(nameof(SeveralBlocks))]
    public void Several_markets_beside_each_other_keep_their_orders_and_positions_apart(int block)
    {
        const int runs = 10;
        int fills = 0;
        for (int seed = block * runs; seed < (block + 1) * runs; seed++)
            fills += RunSeveral(seed);
        Assert.True(fills > runs, $"only {fills} fills");
    }

    public static TheoryData<int> SeveralBlocks() => [.. Enumerable.Range(0, LongSuite.Cases(6, 100))];

    [Fact]
    public void The_same_events_give_the_same_decisions_and_the_same_state_hash()
    {
        EngineSettings hashing = TestSettings.Lively with { StateHashInterval = 500 };
        (CoreDriver driver, ExchangeModel model) = Market(4711, hashing);
        model.RunTo(10_000, Mid2);
        var replayed = new TradingCore(hashing);
        DecisionBatch batch = default;
        var decisions = new List<Event>();

        for (int i = 0; i < driver.Log.Count; i++)
        {
            replayed.OnEvent(driver.Log[i], i, ref batch);
            for (int j = 0; j < batch.Count; j++)
                decisions.Add(batch[j]);
        }

        Assert.Equal(driver.Core.StateHash(), replayed.StateHash());
        Assert.Equal(driver.Decisions.Count, decisions.Count);
        Assert.Contains(decisions, e => e.Kind == EventKind.StateHash);
        Assert.Contains(decisions, e => e.Kind == EventKind.OrderSent && e.OrderSent.Request == RequestKind.Replace);
        for (int i = 0; i < decisions.Count; i++)
            Assert.True(Bytes(decisions[i]).SequenceEqual(Bytes(driver.Decisions[i])), $"decision {i} of {decisions[i].Kind}");
    }

    [Fact]
    public void Events_that_tell_of_the_machine_change_neither_decisions_nor_state()
    {
        EngineSettings hashing = TestSettings.Lively with { StateHashInterval = 50 };
        (CoreDriver driver, ExchangeModel model) = Market(4713, hashing);
        model.RunTo(5_000, Mid2);
        var told = new TradingCore(hashing);
        DecisionBatch batch = default;
        var decisions = new List<Event>();

        for (int i = 0; i < driver.Log.Count; i++)
        {
            told.OnEvent(driver.Log[i], i, ref batch);
            for (int j = 0; j < batch.Count; j++)
                decisions.Add(batch[j]);
            if (driver.Log[i].Kind != EventKind.OrderSent)
                continue;
            Event timing = default;
            timing.Begin(EventKind.OrderTiming, EventFlags.None, 0, StreamId.Engine, driver.Log[i].ReceiveNs + 7);
            told.OnEvent(timing, i, ref batch);
            Assert.Equal(0, batch.Count);
        }

        Assert.Contains(decisions, e => e.Kind == EventKind.StateHash);
        Assert.Contains(decisions, e => e.Kind == EventKind.OrderSent);
        Assert.Equal(driver.Core.StateHash(), told.StateHash());
        Assert.Equal(driver.Decisions.Count, decisions.Count);
        for (int i = 0; i < decisions.Count; i++)
            Assert.True(Bytes(decisions[i]).SequenceEqual(Bytes(driver.Decisions[i])), $"decision {i} of {decisions[i].Kind}");
    }

    [Fact]
    public void One_changed_event_changes_the_state_hash()
    {
        (CoreDriver driver, ExchangeModel model) = Market(4712, TestSettings.Lively);
        model.RunTo(3_000, Mid2);
        List<Event> log = driver.Log;
        int trade = log.FindIndex(e => e.Kind == EventKind.AccountTrade);
        Assert.True(trade >= 0);
        var changed = new TradingCore(TestSettings.Lively);
        DecisionBatch batch = default;

        for (int i = 0; i < log.Count; i++)
        {
            Event e = log[i];
            if (i == trade)
                e.AccountTrade.FeeNano += 1;
            changed.OnEvent(e, i, ref batch);
        }

        Assert.NotEqual(driver.Core.StateHash(), changed.StateHash());
    }

    internal static (CoreDriver Driver, ExchangeModel Model) Market(int seed, EngineSettings settings)
    {
        var random = new Random(seed);
        var driver = new CoreDriver(settings);
        var model = new ExchangeModel(driver, new ModelAccount(), 0, random, ExchangeFaults.Any(random));
        driver.Begin(Mid2 / 2 - 3, Mid2 / 2 + 3);
        return (driver, model);
    }

    /// <summary>Every combination of mode, kind of replace, policy, levels, planning ahead and its tolerance comes up once in 128 seeds.</summary>
    private static EngineSettings Settings(int seed) => TestSettings.Lively with
    {
        Market = TestSettings.Lively.Market with { MinOrderSteps = (seed & 8) == 0 ? 1 : 5 },
        Orders = TestSettings.Lively.Orders with
        {
            Mode = (seed & 1) == 0 ? QuotingMode.TwoSided : QuotingMode.PingPong,
            UseAtomicReplace = (seed & 2) == 0,
            PartialFill = (seed & 4) == 0 ? PartialFillPolicy.SwitchImmediately : PartialFillPolicy.WhenClosable,
            LevelsPerSide = (seed & 16) == 0 ? 1 : 3,
            LevelSpacingBps = 0.5,
            PlannedOrders = (seed & 32) == 0 ? 0 : OrderPlan.MostOrders,
            PlannedPriceToleranceBps = (seed & 64) == 0 ? 0 : 0.2,
        },
    };

    private static int Run(int seed)
    {
        (CoreDriver driver, ExchangeModel model) = Market(seed, Settings(seed));
        return Run(seed, driver, [model]);
    }

    /// <summary>Two to five markets, each with a mode of its own, in one account.</summary>
    private static int RunSeveral(int seed)
    {
        EngineSettings first = Settings(seed);
        EngineSettings settings = first with
        {
            OtherMarkets = [.. Enumerable.Range(1, 1 + seed % 4).Select(number => Settings(seed * 7 + number).Markets[0])],
        };
        var random = new Random(seed);
        var driver = new CoreDriver(settings);
        var account = new ModelAccount();
        ExchangeFaults faults = ExchangeFaults.Any(random);
        ExchangeModel[] models =
            [.. Enumerable.Range(0, driver.Core.MarketCount).Select(number => new ExchangeModel(driver, account, (ushort)number, random, faults))];
        driver.Begin(Mid2 / 2 - 3, Mid2 / 2 + 3);
        return Run(seed, driver, models);
    }

    private static int Run(int seed, CoreDriver driver, ExchangeModel[] models)
    {
        try
        {
            ExchangeModel.RunTo(6_000 + seed % 7 * 1_000, Mid2, models);
            driver.Command(OperatorAction.Stop);
            long stopped = driver.Sequence;
            // Time for every timeout and question; and then a while in which nothing may come back to life.
            for (int second = 0; second < 40 && !IsAtRest(driver, models); second++)
                ExchangeModel.RunTo(driver.NowMs + 1_000, Mid2, models);
            ExchangeModel.RunTo(driver.NowMs + 4_000, Mid2, models);
            for (ushort market = 0; market < models.Length; market++)
                CheckQuiet(driver, market, models[market], stopped);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Seed {seed} at {driver.NowMs} ms: {failure.Message}", failure);
        }
        return models.Sum(model => model.Fills);
    }

    private static bool IsAtRest(CoreDriver driver, ExchangeModel[] models) =>
        driver.Status.PossiblyLive == 0 && !models.Any(model => model.Live.Any());

    private static void CheckQuiet(CoreDriver driver, ushort market, ExchangeModel model, long stopped)
    {
        driver.Market = market;
        CoreStatus status = driver.Status;
        Assert.Empty(model.Live);
        Assert.Equal(0, status.PossiblyLive);
        Assert.True(status.IsQuiet);
        Assert.Equal(model.PositionSteps, status.PositionSteps);
        TradedMarket settings = driver.Settings.Markets[market];
        // Ping-pong opens one lot on what was too small to close, and an order may fill in part just before another replaces it.
        long mostInPingPong = 2 * Lot + settings.Market.MinOrderSteps - 1;
        Assert.InRange(model.LargestPosition, 0, settings.Orders.Mode == QuotingMode.PingPong ? mostInPingPong : MostPosition);
        Assert.DoesNotContain(driver.Decisions, e => e.Kind == EventKind.RiskVerdict && e.RiskVerdict.Reason == RiskReason.PositionCorrected);
        Assert.DoesNotContain(
            driver.Decisions,
            e => e.Kind == EventKind.OrderSent && e.OrderSent.CauseSequence >= stopped
                && e.OrderSent.Request is (RequestKind.Create or RequestKind.Replace));
    }

    private static ReadOnlySpan<byte> Bytes(in Event e) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<Event>(in e));
}
