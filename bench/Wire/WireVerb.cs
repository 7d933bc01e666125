using System.CommandLine;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Wire;

/// <summary><c>wire</c>: from the send call in another process to the parsed event here, over loopback, beside ClientWebSocket with the same parser.</summary>
internal static class WireVerb
{
    private const int DensePaceNs = 50_000;
    private const int SparsePaceNs = 10_000_000;
    private const int DenseFrames = 2_000;
    private const int SparseFrames = 60;
    private const int WarmRounds = 3;
    private const double MostOfMedian = 0.5;
    private const double MostOfMedianSparse = 1.0 / 3;

    public static Command Create()
    {
        Option<int> rounds = BenchOptions.Count("--rounds", "Rounds of each way to read, in turns", 9, 1, 1_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("wire", "Loopback frame to parsed event, beside ClientWebSocket.") { rounds, json };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int rounds, bool asJson)
    {
        var report = new Report();
        bool dense = true, sparse = true, noBytes = true;
        foreach (bool tls in new[] { false, true })
        {
            using OwnProcess sender = OwnProcess.Start(tls ? ["wire-sender", "--tls"] : ["wire-sender"]);
            WarmUp(sender.Port, tls);
            WireLane[] paced = Measure(sender.Port, tls, DensePaceNs, DenseFrames, rounds);
            dense &= Add(report, paced, tls, "50 us", MostOfMedian, p99Too: true);
            WireLane[] cadence = Measure(sender.Port, tls, SparsePaceNs, SparseFrames, rounds);
            sparse &= Add(report, cadence, tls, "10 ms", MostOfMedianSparse, p99Too: false);
            noBytes &= paced.Concat(cadence).All(lane => lane.AllocatedBytes == 0);
        }
        report.Set("goalAt50UsHalfTheMedianOfClientWebSocketAndBetterAtP99", dense);
        report.Set("goalAt10MsSpinningAThirdOfTheMedian", sparse);
        report.Set("goalNoAllocation", noBytes);
        report.Write(asJson);
        return ExitCode.Ok;
    }

    private static WireLane[] Lanes() =>
        [new("spinning", WaitMode.Spinning), new("blocking", WaitMode.Blocking), new("ClientWebSocket", null)];

    /// <summary>Until the code of all lanes has been compiled for good.</summary>
    private static void WarmUp(int port, bool tls)
    {
        foreach (WireLane lane in Enumerable.Repeat(Lanes(), WarmRounds).SelectMany(lanes => lanes))
            lane.Run(port, tls, DensePaceNs, 2 * DenseFrames, isCounted: false);
    }

    private static WireLane[] Measure(int port, bool tls, int paceNs, int frames, int rounds)
    {
        WireLane[] lanes = Lanes();
        for (int round = 0; round < rounds; round++)
        {
            foreach (WireLane lane in lanes)
                lane.Run(port, tls, paceNs, frames, isCounted: true);
        }
        return lanes;
    }

    /// <summary>Adds the rows; true if the spinning reader meets the goal.</summary>
    private static bool Add(Report report, WireLane[] lanes, bool tls, string pace, double mostOfMedian, bool p99Too)
    {
        WireLane other = lanes[^1];
        bool isMet = false;
        foreach (WireLane lane in lanes)
        {
            double median = Ratio(lane.Medians, other.Medians), p99 = Ratio(lane.P99s, other.P99s);
            report.Add(
                $"{(tls ? "wss" : "ws")}, {pace} between frames: {lane.Name}",
                ("medianUs", Median.Of(lane.Medians.ToArray())), ("p99Us", Median.Of(lane.P99s.ToArray())),
                ("medianOfClientWebSocket", median), ("p99OfClientWebSocket", p99), ("allocatedBytes", lane.AllocatedBytes));
            if (lane.Wait == WaitMode.Spinning)
                isMet = median <= mostOfMedian && (!p99Too || p99 < 1);
        }
        return isMet;
    }

    /// <summary>The median of the ratios of neighbouring rounds.</summary>
    private static double Ratio(List<double> above, List<double> below) => Median.Of(above.Zip(below, (a, b) => a / b).ToArray());
}
