using System.CommandLine;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Wire;

/// <summary><c>http</c>: an order posted to Kestrel in another process until its answer has been read, beside HttpClient.</summary>
internal static class HttpVerb
{
    private const int Orders = 1_000;
    private const int WarmRounds = 12;
    private const double MostOfMedian = 0.75;
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);

    public static Command Create()
    {
        Option<int> rounds = BenchOptions.Count("--rounds", "Rounds of each way to post, in turns", 15, 1, 1_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("http", "An order and its answer over loopback, beside HttpClient.") { rounds, json };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int rounds, bool asJson)
    {
        var report = new Report();
        bool isFast = true, noBytes = true;
        foreach (bool tls in new[] { false, true })
        {
            using OwnProcess endpoint = OwnProcess.Start(tls ? ["http-endpoint", "--tls"] : ["http-endpoint"]);
            var address = new Uri($"{(tls ? "https" : "http")}://127.0.0.1:{endpoint.Port}");
            using var blocking = new OrderLane.Own("blocking", address, WaitMode.Blocking);
            using var client = new OrderLane.Client(address);
            Measure([blocking, client], rounds);
            // A spinning reader takes a core all the time: it must not run beside the others.
            using var spinning = new OrderLane.Own("spinning", address, WaitMode.Spinning);
            Measure([spinning], rounds);
            foreach (OrderLane lane in new OrderLane[] { blocking, spinning, client })
                Add(report, lane, client, tls);
            isFast &= Ratio(blocking, client) <= MostOfMedian;
            noBytes &= blocking.AllocatedBytes == 0 && spinning.AllocatedBytes == 0;
        }
        report.Set("goalThreeQuartersOfTheMedianOfHttpClient", isFast);
        report.Set("goalNoAllocation", noBytes);
        report.Write(asJson);
        return ExitCode.Ok;
    }

    private static void Measure(OrderLane[] lanes, int rounds)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            foreach (OrderLane lane in lanes)
                lane.Run(Orders, isCounted: false);
            Thread.Sleep(CompilationPause);
        }
        for (int round = 0; round < rounds; round++)
        {
            foreach (OrderLane lane in lanes)
                lane.Run(Orders, isCounted: true);
        }
    }

    private static void Add(Report report, OrderLane lane, OrderLane client, bool tls) => report.Add(
        $"{(tls ? "https" : "http")}: {lane.Name}",
        ("medianUs", Median.Of(lane.Medians.ToArray())), ("p99Us", Median.Of(lane.P99s.ToArray())),
        ("medianOfHttpClient", Ratio(lane, client)), ("allocatedBytesAnOrder", lane.AllocatedBytes));

    /// <summary>The median of the ratios of rounds of the same number.</summary>
    private static double Ratio(OrderLane lane, OrderLane client) => Median.Of(lane.Medians.Zip(client.Medians, (a, b) => a / b).ToArray());
}
