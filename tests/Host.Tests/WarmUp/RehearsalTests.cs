using System.Diagnostics;
using System.Reflection;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.Egress;
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
            long requests = last.Requests;
            while (rehearsal.Stage == last)
            {
                rehearsal.Poll();
                Assert.InRange(last.Requests - requests, 0, 2 * 50);
            }
            last = rehearsal.Stage;
        }
    }

    [Fact]
    public void It_allocates_nothing()
    {
        using Rehearsal rehearsal = New(new Source(), With(QuotingMode.TwoSided));
        rehearsal.Begin(() => 1);
        PollRounds(rehearsal, 200);

        long before = GC.GetAllocatedBytesForCurrentThread();
        PollRounds(rehearsal, 2_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Reading_what_the_engine_needs_next_allocates_and_changes_nothing()
    {
        using var chain = new InProcessChain(With(QuotingMode.TwoSided), Market);
        chain.Begin(1_790_000_000_000_000_000);
        ulong state = chain.Core.StateHash();
        Func<long>[] touches = chain.Touches();
        Touch(touches, 200);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Touch(touches, 2_000);

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
        for (int i = 0; i < 1_000; i++)
            Assert.True(rehearsal.Poll());
        Assert.Equal(0, touches);
        Assert.Equal(requests, rehearsal.Stage.Requests);
        source.HasFrame = false;
        while (touches == 0)
            Assert.False(rehearsal.Poll());
        Assert.Equal(2, rehearsal.Stage.Requests - requests);
    }

    [Fact]
    public void A_frame_that_comes_in_the_middle_waits_for_one_step_and_what_is_rehearsed_goes_on_after_it()
    {
        var source = new Source();
        using Rehearsal rehearsal = New(source, With(QuotingMode.TwoSided));
        int touches = 0;
        rehearsal.Begin(() => ++touches);
        long requests = rehearsal.Stage.Requests;
        for (int rounds = 0; rounds < 100; rounds++)
        {
            int steps = 0;
            for (; touches == rounds; steps++)
            {
                source.HasFrame = false;
                rehearsal.Poll();
                source.HasFrame = true;
                Assert.True(rehearsal.Poll());
            }

            // Frames, orders that come back, answers; each alone. The first round has nothing to read before it.
            Assert.InRange(steps, 15, 60);
        }
        Assert.Equal(200, rehearsal.Stage.Requests - requests);
    }

    [Theory]
    [InlineData(typeof(FusedHandler<RequestSink>), "OnEvent")]
    [InlineData(typeof(ExtendedStream), "Step")]
    public void What_is_rehearsed_is_the_live_code_and_not_a_copy_that_was_inlined(Type type, string name)
    {
        // The engine's thread and the rehearsal call these from different places, so each of them must be one piece of code.
        Type[] all = [.. type.Assembly.GetTypes().Append(type).Where(any => type.IsAssignableFrom(any) && !any.IsAbstract).Distinct()];
        Assert.NotEmpty(all);
        foreach (Type called in all)
        {
            MethodInfo method = called.GetMethod(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;

            Assert.True(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoInlining), $"{called}.{name}");
        }
    }

    [Fact]
    public void It_begins_only_when_nothing_has_come_for_the_interval()
    {
        using Rehearsal rehearsal = New(new Source(), With(QuotingMode.TwoSided), TimeSpan.FromHours(1));
        rehearsal.Begin(() => 1);
        for (int i = 0; i < 10_000; i++)
            rehearsal.Poll();

        Assert.Equal(0, rehearsal.StepCount);
    }

    [Fact]
    public void Between_two_steps_lies_a_part_of_the_interval()
    {
        var interval = TimeSpan.FromMilliseconds(50);
        using Rehearsal rehearsal = New(new Source(), With(QuotingMode.TwoSided), interval);
        rehearsal.Begin(() => 1);
        long begin = Stopwatch.GetTimestamp();
        while (rehearsal.StepCount < 6)
            rehearsal.Poll();

        Assert.True(Stopwatch.GetElapsedTime(begin) >= interval + 5 * interval / 25);
    }

    private static void PollRounds(Rehearsal rehearsal, int rounds)
    {
        for (long end = rehearsal.Stage.Requests + 2 * rounds; rehearsal.Stage.Requests < end;)
            rehearsal.Poll();
    }

    private static void Touch(Func<long>[] touches, int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (Func<long> touch in touches)
                touch();
        }
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

        public bool Poll() => HasFrame;

        public void Rest()
        {
        }

        public void Wake()
        {
        }
    }
}
