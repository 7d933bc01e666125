using System.CommandLine;
using System.Globalization;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>
/// <c>tick-to-order</c>: the shipped engine against the shipped exchange stand-in over loopback sockets, journal on, from the moment at which each
/// frame was due to the order's bytes on the socket, by stage.
/// </summary>
internal static class TickToOrderVerb
{
    private const double UsualDuration = 20;
    private const double UsualBurst = 10;
    private const double UsualPaceMs = 20;

    public static Command Create()
    {
        Option<double[]> speeds = new("--speed")
        {
            Description = "How fast the recording is played (0.01 to 100); several for a session each",
            HelpName = "FACTOR",
            AllowMultipleArgumentsPerToken = true,
        };
        speeds.Validators.Add(result =>
        {
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                if (!double.TryParse(token, CultureInfo.InvariantCulture, out double speed) || speed is not (>= 0.01 and <= 100))
                    result.AddError($"--speed is {token}, expected 0.01 to 100.");
            }
        });
        Option<double> burst = BoundedNumber("--burst", "A session in which so many seconds of the recording are due at once, each second", "SECONDS", 0.1, 60);
        Option<double> paced = BoundedNumber(
            "--paced", "A session without a recording, in which the best prices move by a tick each so many milliseconds and nothing else happens", "MS", 1, 10_000);
        Option<string> tls = new("--tls") { Description = "Whether the sessions use TLS", DefaultValueFactory = _ => "both", HelpName = "off|on|both" };
        tls.AcceptOnlyFromAmong("off", "on", "both");
        Option<string?> recording = new("--recording") { Description = "A recording (JSON lines, plain or .gz) instead of the bundled minute", HelpName = "FILE" };
        Option<string> market = new("--market") { Description = "The recording's market", DefaultValueFactory = _ => "BTC-USD", HelpName = "NAME" };
        Option<string> tick = new("--tick") { Description = "Its price grid", DefaultValueFactory = _ => "0.1", HelpName = "DECIMAL" };
        Option<string> step = new("--step") { Description = "Its size grid", DefaultValueFactory = _ => "0.001", HelpName = "DECIMAL" };
        Option<string> topology = new("--topology") { Description = "Whether the engine's thread reads the streams too", DefaultValueFactory = _ => "fused_polling" };
        topology.AcceptOnlyFromAmong("fused", "fused_polling");
        Option<string> waiting = new("--waiting") { Description = "How the engine's threads wait", DefaultValueFactory = _ => "spinning" };
        waiting.AcceptOnlyFromAmong("blocking", "yielding", "spinning");
        Option<int> rehearsal = BenchOptions.Count("--rehearsal-us", "Microseconds without anything after which the engine's thread rehearses, and about which a rehearsal takes; 0: never", 100, 0, 1_000_000);
        Option<double> duration = BoundedNumber("--duration", "Frames that are due in so many seconds count", "SECONDS", 1, 86_400);
        duration.DefaultValueFactory = _ => UsualDuration;
        Option<double> warmUp = BoundedNumber("--warm-up", "Seconds of orders before that", "SECONDS", 0, 600);
        warmUp.DefaultValueFactory = _ => 5;
        Option<double> freeze = BoundedNumber("--freeze", "Stop the engine's process (SIGSTOP) for so long in the middle, to see it in the figures", "SECONDS", 0, 60);
        Option<int> runs = BenchOptions.Count("--runs", "Runs of each session, in turns; their histograms are added up", 1, 1, 100);
        Option<string?> histogram = new("--histogram") { Description = "Write the histograms of all stages to a text file", HelpName = "FILE" };
        Option<bool> json = BenchOptions.Json();
        var command = new Command("tick-to-order", "From the moment a frame is due to the order's bytes on the socket, by stage, over loopback sockets. Without --speed, --burst and --paced: all three.")
        {
            speeds, burst, paced, tls, recording, market, tick, step, topology, waiting, rehearsal, duration, warmUp, freeze, runs, histogram, json,
        };
        command.Validators.Add(result =>
        {
            // What is not said has no value here yet, not even its usual one.
            double measured = result.GetResult(duration) is { Implicit: false } ? result.GetValue(duration) : UsualDuration;
            if (result.GetValue(freeze) >= measured)
                result.AddError(FormattableString.Invariant($"--freeze is {result.GetValue(freeze)}, expected less than --duration, which is {measured}."));
        });
        command.SetAction(parsed =>
        {
            var common = new SessionPlan
            {
                Recording = parsed.GetValue(recording),
                Market = parsed.GetRequiredValue(market),
                Tick = parsed.GetRequiredValue(tick),
                Step = parsed.GetRequiredValue(step),
                Topology = parsed.GetRequiredValue(topology),
                Waiting = parsed.GetRequiredValue(waiting),
                RehearsalMicros = parsed.GetValue(rehearsal),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(duration)),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                Freeze = TimeSpan.FromSeconds(parsed.GetValue(freeze)),
            };
            bool isUsual = parsed.GetResult(speeds) is null && parsed.GetResult(burst) is null && parsed.GetResult(paced) is null;
            double[] wanted = isUsual ? [1, 10] : parsed.GetValue(speeds) ?? [];
            double bursts = isUsual ? UsualBurst : parsed.GetValue(burst), paceMs = isUsual ? UsualPaceMs : parsed.GetValue(paced);
            bool[] secure = parsed.GetValue(tls) switch { "off" => [false], "on" => [true], _ => [false, true] };
            return RunAsync(Plans(common, wanted, bursts, TimeSpan.FromMilliseconds(paceMs), secure), parsed.GetValue(runs), parsed.GetValue(histogram), parsed.GetValue(json));
        });
        return command;
    }

    private static List<MeasuredPlan> Plans(SessionPlan common, double[] speeds, double burst, TimeSpan pace, bool[] secure)
    {
        List<SessionPlan> plans = [.. speeds.Select(speed => common with { Speed = speed })];
        if (pace > TimeSpan.Zero)
            plans.Add(common with { Pace = pace });
        if (burst > 0)
            plans.Add(common with { Speed = burst, BurstSeconds = burst });
        return [.. secure.SelectMany(tls => plans.Select(plan => new MeasuredPlan(plan with { Tls = tls })))];
    }

    private static async Task<int> RunAsync(List<MeasuredPlan> plans, int runs, string? histogram, bool asJson)
    {
        using var signals = new StopSignals();
        // Opened first: what cannot be written shall not be measured for minutes.
        using StreamWriter? file = histogram is null ? null : OpenHistogram(histogram);
        TextWriter text = asJson ? Console.Error : Console.Out;
        int done = 0;
        try
        {
            for (int run = 0; run < runs; run++)
            {
                foreach (MeasuredPlan measured in plans)
                {
                    var stages = new SessionStages(await HarnessSession.RunAsync(measured.Plan, signals.Stop).ConfigureAwait(false));
                    measured.Add(stages);
                    TickToOrderReport.Print(measured.Plan.Name, stages, text);
                    done++;
                }
            }
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            throw new UserErrorException(ExitCode.Failure, $"Stopped after {done} of {runs * plans.Count} sessions.");
        }
        if (runs > 1)
            plans.ForEach(measured => TickToOrderReport.Print($"{measured.Plan.Name}, all runs", measured.Together, text));
        plans.ForEach(measured => TickToOrderReport.PrintGoal(measured, text));
        if (file is not null)
            LatencyHistogramText.Write(file, plans.SelectMany(measured => measured.Histograms));
        if (asJson)
            TickToOrderReport.WriteJson(plans);
        return ExitCode.Ok;
    }

    private static StreamWriter OpenHistogram(string path)
    {
        try
        {
            return new StreamWriter(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException(ExitCode.Failure, $"--histogram {path} cannot be written: {e.Message}", e);
        }
    }

    private static Option<double> BoundedNumber(string name, string description, string help, double least, double most)
    {
        var option = new Option<double>(name)
        {
            Description = FormattableString.Invariant($"{description} ({least} to {most})"),
            HelpName = help,
        };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any())
                return;
            double value = result.GetValueOrDefault<double>();
            if (!(value >= least && value <= most))
                result.AddError(FormattableString.Invariant($"{name} is {value}, expected {least} to {most}."));
        });
        return option;
    }
}
