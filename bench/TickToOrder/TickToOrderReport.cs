using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>A session for people, a table of stages, and all sessions as one JSON object. Microseconds.</summary>
internal static class TickToOrderReport
{
    private const int NameWidth = 34, NumberWidth = 11;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints one session, or several of a kind together.</summary>
    public static void Print(string name, SessionStages stages, TextWriter output)
    {
        output.WriteLine($"{name}: {Text(stages.FramesDue)} frames due, {Text(stages.NeverSent)} of them never sent, {Text(stages.NeverReceived)} sent but not received; "
            + $"{Text(stages.Orders)} orders caused by them, {Text(stages.OtherOrders)} by others; {Text(stages.Reconnects)} reconnects, {Text(stages.RejectedFrames)} frames refused");
        output.WriteLine($"{"us",-NameWidth}{"count",NumberWidth}{string.Concat(LatencyHistogram.Percentiles.Select(percentile => percentile.Name.PadLeft(NumberWidth)))}{"max",NumberWidth}");
        output.WriteLine("every frame");
        Print(stages.OfFrames, output);
        output.WriteLine("every order that a frame caused");
        Print(stages.OfOrders, output);
        output.WriteLine("the same orders: the first of its frame, signed ahead or inline; and one that waited for another's send call");
        Print(stages.Totals, output);
        output.WriteLine();
    }

    /// <summary>Prints the medians that the goal is about.</summary>
    public static void PrintGoal(MeasuredPlan measured, TextWriter output) => output.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{measured.Plan.Name}: received → before send, signed ahead, medians of the runs: {string.Join(", ", measured.AheadMedians.Select(Micros))}; goal at most {Micros(MeasuredPlan.AheadGoalNs)} us: {(IsMet(measured) ? "yes" : "no")}"));

    /// <summary>Prints everything as one object.</summary>
    public static void WriteJson(IEnumerable<MeasuredPlan> plans)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Layout))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("sessions");
            foreach (MeasuredPlan measured in plans)
                Write(writer, measured);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static bool IsMet(MeasuredPlan measured) => measured.AheadMedianNs <= MeasuredPlan.AheadGoalNs;

    private static void Print(IReadOnlyList<Stage> stages, TextWriter output)
    {
        foreach (Stage stage in stages)
        {
            string percentiles = string.Concat(LatencyHistogram.Percentiles.Select(percentile => Micros(stage.Times.Percentile(percentile.Fraction)).PadLeft(NumberWidth)));
            output.WriteLine($"  {stage.Name.PadRight(NameWidth - 2)}{Text(stage.Times.Count),NumberWidth}{percentiles}{Micros(stage.Times.Max),NumberWidth}");
        }
    }

    private static void Write(Utf8JsonWriter writer, MeasuredPlan measured)
    {
        (SessionPlan plan, SessionStages stages) = (measured.Plan, measured.Together);
        writer.WriteStartObject();
        writer.WriteString("name", plan.Key);
        writer.WriteNumber("speed", plan.Speed);
        writer.WriteNumber("burstSeconds", plan.BurstSeconds);
        writer.WriteNumber("paceMs", plan.Pace.TotalMilliseconds);
        writer.WriteBoolean("tls", plan.Tls);
        writer.WriteString("topology", plan.Topology);
        writer.WriteString("waiting", plan.Waiting);
        writer.WriteNumber("seconds", plan.Duration.TotalSeconds);
        writer.WriteNumber("framesDue", stages.FramesDue);
        writer.WriteNumber("framesNeverSent", stages.NeverSent);
        writer.WriteNumber("framesNeverReceived", stages.NeverReceived);
        writer.WriteNumber("framesRefused", stages.RejectedFrames);
        writer.WriteNumber("reconnects", stages.Reconnects);
        writer.WriteNumber("orders", stages.Orders);
        writer.WriteNumber("ordersCausedByOthers", stages.OtherOrders);
        writer.WriteStartArray("aheadMediansUs");
        foreach (long median in measured.AheadMedians)
            writer.WriteNumberValue(median / 1e3);
        writer.WriteEndArray();
        writer.WriteBoolean("goalAheadMedianAtMost4Us", IsMet(measured));
        Write(writer, "frames", stages.OfFrames);
        Write(writer, "orderStages", stages.OfOrders);
        Write(writer, "orderTotals", stages.Totals);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<Stage> stages)
    {
        writer.WriteStartArray(name);
        foreach (Stage stage in stages)
        {
            LatencyHistogram times = stage.Times;
            writer.WriteStartObject();
            writer.WriteString("stage", stage.Key);
            writer.WriteNumber("count", times.Count);
            foreach ((string percentile, double fraction) in LatencyHistogram.Percentiles)
                writer.WriteNumber($"{percentile.Replace(".", "", StringComparison.Ordinal)}Us", times.Percentile(fraction) / 1e3);
            writer.WriteNumber("maxUs", times.Max / 1e3);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Micros(long nanoseconds)
    {
        double micros = nanoseconds / 1e3;
        return micros.ToString(micros < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);
    }
}
