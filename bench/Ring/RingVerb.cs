using System.CommandLine;
using System.Numerics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Ingress;

namespace LowLatencyMM.Bench.Ring;

/// <summary>
/// <c>ring</c>: one producer to one consumer on another core, as fast as it goes and paced, beside the time that a cache line
/// takes from core to core and back in the same run.
/// </summary>
internal static class RingVerb
{
    private const int Slots = MarketDataSink.RingSize;
    private const int RingEvents = 200_000;
    private const int BatchingPause = 512;
    private const int ChannelEvents = 50_000;
    private const int Stamps = 2_000;
    private const int WarmRounds = 8;
    private const int UsualPaceNs = 2_000;
    private const double LeastEventsPerRoundTrip = 8;
    private const double MostOverHalfRoundTripNs = 60;
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
        Option<bool> json = BenchOptions.Json();
        var command = new Command("ring", "Throughput and one-way latency of the ring between two cores.") { slices, pace, size, json };
        command.SetAction(parsed => Run(parsed.GetValue(slices), parsed.GetValue(pace), parsed.GetValue(size), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int slices, int paceNs, int size, bool asJson)
    {
        using var busy = new RingLane(
            "ring, one producer, busy-spin", new RingBuffer<Event>(size, 0, new BusySpinWaitStrategy(BatchingPause), ProducerType.Single), spins: true);
        using var bare = new BareLane("no ring: the same words, two counters", size);
        using var engine = new RingLane(
            "ring as in the engine",
            new RingBuffer<Event>(Slots, MarketDataSink.RingReserve, new SpinThenYieldThenBlockWaitStrategy()), spins: false);
        using var channel = new ChannelLane("System.Threading.Channels, spinning", Slots);
        (Lane Lane, int Events, LaneFigures Figures)[] lanes =
            [(busy, RingEvents, new()), (bare, RingEvents, new()), (engine, RingEvents, new()), (channel, ChannelEvents, new())];
        foreach ((Lane lane, int events, _) in lanes)
            WarmUp(lane, events);

        var steady = new SteadySlices();
        for (int slice = 0; slice < slices; slice++)
        {
            foreach ((Lane lane, int events, LaneFigures figures) in lanes)
            {
                if (steady.TryMeasure(() => lane.NsPerEvent(events), out double nsPerEvent, out double roundTripNs))
                    figures.AddThroughput(nsPerEvent, roundTripNs, lane.AllocatedBytes);
                if (steady.TryMeasure(() => lane.OneWayNs(Stamps, paceNs), out (double Median, double P99) oneWay, out roundTripNs))
                    figures.AddLatency(oneWay.Median, oneWay.P99, roundTripNs);
            }
        }
        foreach ((Lane lane, _, LaneFigures figures) in lanes)
        {
            if (figures.ThroughputSlices == 0 || figures.LatencySlices == 0)
                throw new UserErrorException(
                    ExitCode.Failure, $"{lane.Name}: none of {slices} slices was steady; the two cores are wanted by something else. Try again on a quiet machine.");
        }
        Print(lanes.Select(lane => (lane.Lane.Name, lane.Figures)), lanes[0].Figures, steady, asJson);
        return ExitCode.Ok;
    }

    private static void WarmUp(Lane lane, int events)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            lane.NsPerEvent(events / 4);
            lane.OneWayNs(Stamps / 4, UsualPaceNs);
            Thread.Sleep(CompilationPause);
        }
    }

    private static void Print(IEnumerable<(string Name, LaneFigures Figures)> lanes, LaneFigures goal, SteadySlices steady, bool asJson)
    {
        var report = new Report();
        foreach ((string name, LaneFigures figures) in lanes)
        {
            report.Add(
                name,
                ("eventsPerSecond", figures.EventsPerSecond),
                ("nsPerEvent", figures.NsPerEvent),
                ("eventsPerRoundTrip", figures.EventsPerRoundTrip),
                ("oneWayMedianNs", figures.OneWayNs),
                ("oneWayP99Ns", figures.OneWayP99Ns),
                ("oneWayOverHalfRoundTripNs", figures.OverHalfRoundTripNs),
                ("allocatedBytes", figures.AllocatedBytes),
                ("throughputSlices", figures.ThroughputSlices),
                ("latencySlices", figures.LatencySlices));
        }
        double[] trips = steady.RoundTripsNs;
        report.Set("roundTripMedianNs", Median.Of(trips));
        report.Set("roundTripP10Ns", Median.Quantile(trips, 0.1));
        report.Set("roundTripP90Ns", Median.Quantile(trips, 0.9));
        report.Set("discardedSlices", steady.Discarded);
        report.Set("goalAtLeast8EventsPerRoundTrip", goal.EventsPerRoundTrip >= LeastEventsPerRoundTrip);
        report.Set("goalOneWayAtMostHalfRoundTripPlus60Ns", goal.OverHalfRoundTripNs <= MostOverHalfRoundTripNs);
        report.Write(asJson);
    }
}
