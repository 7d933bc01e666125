using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Host.Tests.Estimates;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Host.Tests.WarmUp;

public class RehearsalTests
{
    private static readonly FeedMarket Market = new(0, "BTC-USD", new DecimalGrid(1, 1), new DecimalGrid(1, 3));

    [Theory]
    [InlineData(QuotingMode.TwoSided, 0, 2)]
    [InlineData(QuotingMode.TwoSided, 0.2, 2)]
    [InlineData(QuotingMode.PingPong, 0, 1)]
    public void Each_round_makes_an_order_of_each_side_that_is_quoted_and_finds_it_signed(QuotingMode mode, double toleranceBps, int sides)
    {
        EngineSettings settings = With(mode);
        settings = settings with { Orders = settings.Orders with { PlannedPriceToleranceBps = toleranceBps } };
        using var stage = new RehearsalStage(settings, Market);
        long requests = stage.Requests, found = stage.FoundSigned;

        // Orders, nonces, slots of the ring and records of the journal come round many times.
        for (int i = 0; i < 50_000; i++)
            stage.Play();

        Assert.Equal(50_000 * sides, stage.Requests - requests);
        Assert.Equal(50_000 * sides, stage.FoundSigned - found);
    }

    [Fact]
    public void As_many_levels_as_there_may_be_find_room()
    {
        EngineSettings settings = With(QuotingMode.TwoSided);
        using var stage = new RehearsalStage(settings with { Orders = settings.Orders with { LevelsPerSide = OrderSettings.MaxLevels, LevelSpacingBps = 1 } }, Market);
        long requests = stage.Requests;

        for (int i = 0; i < 5_000; i++)
            stage.Play();

        Assert.InRange(stage.Requests - requests, 5_000, long.MaxValue);
    }

    [Fact]
    public void Before_a_stage_is_used_up_the_next_one_takes_its_place()
    {
        using Rehearsal rehearsal = New(new Source(), With(QuotingMode.TwoSided), rounds: 50);
        rehearsal.Begin(() => 1);
        RehearsalStage last = rehearsal.Stage;
        for (int stages = 0; stages < 5; stages++)
        {
            while (!rehearsal.HasNext)
                Thread.Yield();
            for (int i = 0; i < 50 && rehearsal.Stage == last; i++)
                rehearsal.Poll();
            rehearsal.Poll();

            Assert.NotSame(last, rehearsal.Stage);
            last = rehearsal.Stage;
        }
    }

    [Fact]
    public void It_allocates_nothing()
    {
        using Rehearsal rehearsal = New(new Source(), With(QuotingMode.TwoSided));
        rehearsal.Begin(() => 1);
        for (int i = 0; i < 200; i++)
            rehearsal.Poll();
        long requests = rehearsal.Stage.Requests;

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2_000; i++)
            rehearsal.Poll();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(4_000, rehearsal.Stage.Requests - requests);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Reading_what_the_engine_needs_next_allocates_and_changes_nothing()
    {
        using var chain = new InProcessChain(With(QuotingMode.TwoSided), Market);
        chain.Begin(1_790_000_000_000_000_000);
        ulong state = chain.Core.StateHash();
        for (int i = 0; i < 200; i++)
            chain.Touch();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2_000; i++)
            chain.Touch();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(state, chain.Core.StateHash());
    }

    [Fact]
    public void It_rehearses_only_once_begun_and_only_while_nothing_comes()
    {
        var source = new Source();
        int touches = 0;
        using Rehearsal rehearsal = New(source, With(QuotingMode.TwoSided));
        long requests = rehearsal.Stage.Requests;
        Assert.False(rehearsal.Poll());
        Assert.Equal(requests, rehearsal.Stage.Requests);

        rehearsal.Begin(() => ++touches);
        source.HasFrame = true;
        Assert.True(rehearsal.Poll());
        Assert.Equal(0, touches);
        source.HasFrame = false;
        Assert.False(rehearsal.Poll());
        Assert.Equal(1, touches);
        Assert.True(rehearsal.Stage.Requests > requests);
        Assert.Equal(3, source.Polls);
    }

    [Fact]
    public void Between_two_lies_the_interval_at_least()
    {
        int touches = 0;
        using Rehearsal rehearsal = New(new Source(), With(QuotingMode.TwoSided), TimeSpan.FromHours(1));
        rehearsal.Begin(() => ++touches);

        for (int i = 0; i < 10_000; i++)
            rehearsal.Poll();

        Assert.InRange(touches, 0, 1);
    }

    private static Rehearsal New(Source source, EngineSettings settings, TimeSpan interval = default, int rounds = int.MaxValue) =>
        new(source, settings, Market, interval, rounds);

    /// <summary>Settings with which a live engine would do next to nothing: it reprices late, warms up for long, has few requests; and a limit of leverage.</summary>
    private static EngineSettings With(QuotingMode mode) => PastMarket.Settings with
    {
        Quoting = PastMarket.Settings.Quoting with { WarmupNs = 600_000_000_000, RepricingThresholdBps = 50 },
        Risk = PastMarket.Settings.Risk with { MaxRequestsPerMinute = 10, MaxLeverage = 5 },
        Orders = PastMarket.Settings.Orders with { Mode = mode, PlannedOrders = 32 },
    };

    private sealed class Source : IEventSource
    {
        public bool HasFrame { get; set; }

        public int Polls { get; private set; }

        public bool Poll()
        {
            Polls++;
            return HasFrame;
        }

        public void Rest()
        {
        }

        public void Wake()
        {
        }
    }
}
