using System.CommandLine;
using System.Text.Json;
using LowLatencyMM.Host.Doctor;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>doctor</c>: is everything there that the engine needs, and how fast is the way to the exchange?</summary>
internal static class DoctorVerb
{
    private static readonly (string Member, double Percent)[] Percentiles = [("p50", 50), ("p90", 90), ("p95", 95), ("p99", 99)];

    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = "The configuration file; config.json if there is one.", HelpName = "FILE" };
        var market = new Option<string>("--market") { Description = "The market whose stream is watched.", HelpName = "NAME", DefaultValueFactory = _ => "BTC-USD" };
        Option<bool> json = Options.Json();
        var command = new Command("doctor", "Check configuration, keys, clock, disk, round trips and streams, and advise; sends no order.") { config, market, json };
        var exchange = new ExchangeOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var examination = new Examination(exchange.Exchange(parsed), exchange.Trust(parsed), parsed.GetValue(config), parsed.GetRequiredValue(market));
            await examination.RunAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
                JsonOutput.Write(writer => Write(writer, examination));
            else
                Print(examination);
            return !examination.IsReachable ? ExitCode.Exchange
                : examination.Results.Any(result => result.Status == CheckStatus.Fail) ? ExitCode.Failure
                : ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Examination examination)
    {
        int width = examination.Results.Max(result => result.Name.Length);
        foreach (CheckResult result in examination.Results)
        {
            Console.Out.WriteLine($"{result.Status.ToString().ToLowerInvariant(),-4}  {result.Name.PadRight(width)}  {result.Found}");
            if (result.Advice is { } advice)
                Console.Out.WriteLine($"      {new string(' ', width)}  -> {advice}");
        }
    }

    private static void Write(Utf8JsonWriter writer, Examination examination)
    {
        writer.WriteStartArray("checks");
        foreach (CheckResult result in examination.Results)
        {
            writer.WriteStartObject();
            writer.WriteString("name", result.Name);
            writer.WriteString("status", result.Status.ToString().ToLowerInvariant());
            writer.WriteString("found", result.Found);
            writer.WriteString("advice", result.Advice);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (examination.RoundTrips is { } times)
        {
            writer.WriteStartObject("roundTripMs");
            writer.WriteNumber("count", times.Count);
            writer.WriteNumber("min", Math.Round(times.MinMs, 3));
            writer.WriteNumber("avg", Math.Round(times.AverageMs, 3));
            foreach ((string member, double percent) in Percentiles)
                writer.WriteNumber(member, Math.Round(times.PercentileMs(percent), 3));
            writer.WriteEndObject();
        }
        if (examination.Skew.IsKnown)
        {
            writer.WriteStartObject("exchangeAheadMs");
            writer.WriteNumber("atLeast", Math.Round(examination.Skew.AtLeast.TotalMilliseconds, 3));
            writer.WriteNumber("atMost", Math.Round(examination.Skew.AtMost.TotalMilliseconds, 3));
            writer.WriteNumber("estimate", Math.Round(examination.Skew.Estimate.TotalMilliseconds, 3));
            writer.WriteEndObject();
        }
        if (examination.StreamAgesMs is { Count: > 0 } ages)
        {
            writer.WriteStartObject("streamAgeMs");
            writer.WriteNumber("count", ages.Count);
            writer.WriteNumber("min", Math.Round(ages[0], 3));
            writer.WriteNumber("p50", Math.Round(ages[ages.Count / 2], 3));
            writer.WriteNumber("max", Math.Round(ages[^1], 3));
            writer.WriteEndObject();
        }
    }
}
