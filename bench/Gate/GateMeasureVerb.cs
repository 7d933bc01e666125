using System.CommandLine;
using System.Text.Json;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Gate;

/// <summary><c>gate-measure</c>, hidden: what <c>gate</c> and <c>compare</c> start; prints one <see cref="GateMeasurement"/>.</summary>
internal static class GateMeasureVerb
{
    public static Command Create()
    {
        Option<int> slowdown = BenchOptions.Count("--inject-slowdown", "Percent of work added to each timed piece", 0, 0, 1_000);
        Option<bool> allocation = new("--inject-allocation") { Description = "Allocate an object on each path that must not." };
        Option<GateScope> scope = new("--scope") { Description = "What to measure." };
        var command = new Command(GateProcess.Verb, "Measure the gates in this process.") { slowdown, allocation, scope };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            GateMeasurement found = GateRun.Measure(parsed.GetValue(scope), parsed.GetValue(slowdown), parsed.GetValue(allocation));
            Console.Out.WriteLine(JsonSerializer.Serialize(found));
            return ExitCode.Ok;
        });
        return command;
    }
}
