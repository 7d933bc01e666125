using System.CommandLine;
using System.Numerics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Ingress;

namespace LowLatencyMM.Bench.Ring;

/// <summary>
/// <c>ring</c>: one producer to one consumer on another core, as fast as it goes and paced, beside the time that a cache line
/// takes from core to core and back in the same run; events of one word in batches; and three producers.
/// </summary>
internal static class RingVerb
{
    private const int Slots = MarketDataSink.RingSize;
    private const int RingEvents = 200_000;
    private const int BatchingPause = 512;
    private const int ChannelEvents = 50_000;

    // 4 MiB as with 128-byte events, more than a second-level cache: the consumer then finds most lines in the third instead of
    // fetching each from the other core. With 2^16 slots it is 200 million events a second instead of 570.
    private const int BatchSlots = 1 << 19;
    private const int BatchEvents = 1_000_000;
    private const int Producers = 3;
    private const int ProducersEvents = 300_000;
    private const int ProducersChannelEvents = 60_000;
    private const int Stamps = 2_000;
    private const int WarmRounds = 8;
    private const int UsualPaceNs = 2_000;
    private const double LeastEventsPerRoundTrip = 8;
    private const double MostOverHalfRoundTripNs = 60;

    // 500 million a second at a round trip of 120 ns.
    private const double LeastBatchedPerRoundTrip = 60;
    private const double LeastOverChannel = 3;
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(150);

    public static Command Create()
    {
        Option<int> slices = BenchOptions.Count("--slices", "Slices of each kind and lane", 100, 1, 1_000);
        Option<int> pace = BenchOptions.Count("--pace", "Nanoseconds between two stamped events", UsualPaceNs, 500, 1_000_000);
        Option<int> size = BenchOptions.Count("--size", "Slots of the busy-spinning ring, a power of two", Slots, 2, 1 << 20);
        size.Validators.Add(result =>
        {
            if (!result.Errors.Any() && !BitOperations.IsPow2(result.GetValueOrDefault<int>()))
                result.AddError($"--size is {result.GetValueOrDefault<int>()}, expected a power of two.");
        });
        Option<int> batch = BenchOptions.Count("--batch", "Events of one word claimed and published at once", 64, 1, 1_024);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("ring", "Throughput and one-way latency of the ring between two cores.") { slices, pace, size, batch, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(slices), parsed.GetValue(pace), parsed.GetValue(size), parsed.GetValue(batch), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int slices, int paceNs, int size, int batch, bool asJson)
    {
        using var busy = new RingLane(
            "ring, one producer, busy-spin", new RingBuffer<Event>(size, 0, new BusySpinWaitStrategy(BatchingPause), ProducerType.Single), spins: true);
        using var bare = new BareLane("no ring: the same words, two counters", size);
        using var engine = new RingLane(
            "ring as in the engine",
            new RingBuffer<Event>(Slots, MarketDataSink.RingReserve, new SpinThenYieldThenBlockWaitStrategy()), spins: false);
        using var channel = new ChannelLane("System.Threading.Channels, spinning", Slots);
        using var batches = new BatchLane($"ring, batches of {batch} events of 8 bytes", BatchSlots, batch);
        using var producers = new RingProducersLane("ring, three producers, yielding", Slots, Producers);
        using var writers = new ChannelProducersLane("System.Threading.Channels, three writers, yielding", Slots, Producers);
        (Lane Lane, int Events, LaneFigures Figures)[] lanes =
        [
            (busy, RingEvents, new()), (bare, RingEvents, new()), (engine, RingEvents, new()), (channel, ChannelEvents, new()),
            (batches, BatchEvents, new()), (producers, ProducersEvents, new()), (writers, ProducersChannelEvents, new()),
        ];
        foreach ((Lane lane, int events, _) in lanes)
            WarmUp(lane, events);

        var steady = new SteadySlices();
        for (int slice = 0; slice < slices; slice++)
        {
            foreach ((Lane lane, int events, LaneFigures figures) in lanes)
                Measure(lane, events, figures, paceNs, steady);
        }
        foreach ((Lane lane, _, LaneFigures figures) in lanes)
        {
            if (figures.ThroughputSlices == 0 || (lane is PacedLane && figures.LatencySlices == 0))
                throw new UserErrorException(
                    ExitCode.Failure, $"{lane.Name}: none of {slices} slices was steady; the two cores are wanted by something else. Try again on a quiet machine.");
        }
        LaneFigures FiguresOf(Lane lane) => lanes.Single(row => row.Lane == lane).Figures;
        var report = new Report();
        foreach ((Lane lane, _, LaneFigures figures) in lanes)
            figures.AddTo(report, lane.Name);
        SetGoals(report, FiguresOf(busy), FiguresOf(batches), FiguresOf(producers), FiguresOf(writers), steady);
        report.Write(asJson);
        return ExitCode.Ok;
    }

    private static void WarmUp(Lane lane, int events)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            lane.NsPerEvent(events / 4);
            if (lane is PacedLane paced)
                paced.OneWayNs(Stamps / 4, UsualPaceNs);
            Thread.Sleep(CompilationPause);
        }
    }

    private static void Measure(Lane lane, int events, LaneFigures figures, int paceNs, SteadySlices steady)
    {
        if (steady.TryMeasure(() => lane.NsPerEvent(events), out double nsPerEvent, out double roundTripNs))
            figures.AddThroughput(nsPerEvent, roundTripNs, lane.AllocatedBytes);
        else
            figures.AddUnsteady();
        if (lane is not PacedLane paced)
            return;
        if (steady.TryMeasure(() => paced.OneWayNs(Stamps, paceNs), out (double Median, double P99) oneWay, out roundTripNs))
            figures.AddLatency(oneWay.Median, oneWay.P99, roundTripNs);
    }

    private static void SetGoals(
        Report report, LaneFigures busy, LaneFigures batches, LaneFigures producers, LaneFigures writers, SteadySlices steady)
    {
        double[] trips = steady.RoundTripsNs;
        report.Set("roundTripMedianNs", Median.Of(trips));
        report.Set("roundTripP10Ns", Median.Quantile(trips, 0.1));
        report.Set("roundTripP90Ns", Median.Quantile(trips, 0.9));
        report.Set("discardedSlices", steady.Discarded);
        report.Set("goalAtLeast8EventsPerRoundTrip", busy.EventsPerRoundTrip >= LeastEventsPerRoundTrip);
        report.Set("goalOneWayAtMostHalfRoundTripPlus60Ns", busy.OverHalfRoundTripNs <= MostOverHalfRoundTripNs);
        report.Set("goalAtLeast60BatchedEventsPerRoundTrip", batches.EventsPerRoundTrip >= LeastBatchedPerRoundTrip);
        double overChannel = producers.TimesAsFastAs(writers);
        report.Set("threeProducersOverChannel", overChannel);
        report.Set("goalThreeProducersAtLeast3TimesChannel", overChannel >= LeastOverChannel);
    }
}
