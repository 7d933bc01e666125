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

    private static readonly (string Heading, string Key, double Fraction)[] Percentiles =
        [("p50", "p50Us", 0.5), ("p90", "p90Us", 0.9), ("p99", "p99Us", 0.99), ("p99.9", "p999Us", 0.999), ("p99.99", "p9999Us", 0.9999)];

    /// <summary>Prints one session.</summary>
    public static void Print(SessionResult session, SessionStages stages, TextWriter output)
    {
        output.WriteLine($"{session.Plan.Name}: {Text(session.Join.Frames.Count)} frames due, {Text(stages.NeverSent)} of them never sent, {Text(stages.NeverReceived)} sent but not received; "
            + $"{Text(session.Join.Orders.Count)} orders caused by them, {Text(session.Join.OtherOrders)} by others; {Text(session.Reconnects)} reconnects, {Text(session.RejectedFrames)} frames refused");
        output.WriteLine($"{"us",-NameWidth}{"count",NumberWidth}{string.Concat(Percentiles.Select(percentile => percentile.Heading.PadLeft(NumberWidth)))}{"max",NumberWidth}");
        output.WriteLine("every frame");
        Print(stages.OfFrames, output);
        output.WriteLine("every order that a frame caused");
        Print(stages.OfOrders, output);
        output.WriteLine();
    }

    /// <summary>Prints all sessions as one object.</summary>
    public static void WriteJson(IEnumerable<(SessionResult Session, SessionStages Stages)> sessions)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Layout))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("sessions");
            foreach ((SessionResult session, SessionStages stages) in sessions)
                Write(writer, session, stages);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void Print(IReadOnlyList<Stage> stages, TextWriter output)
    {
        foreach (Stage stage in stages)
        {
            string percentiles = string.Concat(Percentiles.Select(percentile => Micros(stage.Times.Percentile(percentile.Fraction)).PadLeft(NumberWidth)));
            output.WriteLine($"  {stage.Name.PadRight(NameWidth - 2)}{Text(stage.Times.Count),NumberWidth}{percentiles}{Micros(stage.Times.Max),NumberWidth}");
        }
    }

    private static void Write(Utf8JsonWriter writer, SessionResult session, SessionStages stages)
    {
        writer.WriteStartObject();
        writer.WriteString("name", session.Plan.Name);
        writer.WriteNumber("speed", session.Plan.Speed);
        writer.WriteNumber("burstSeconds", session.Plan.BurstSeconds);
        writer.WriteBoolean("tls", session.Plan.Tls);
        writer.WriteString("waiting", session.Plan.Waiting);
        writer.WriteNumber("seconds", session.Plan.Duration.TotalSeconds);
        writer.WriteNumber("framesDue", session.Join.Frames.Count);
        writer.WriteNumber("framesNeverSent", stages.NeverSent);
        writer.WriteNumber("framesNeverReceived", stages.NeverReceived);
        writer.WriteNumber("framesRefused", session.RejectedFrames);
        writer.WriteNumber("reconnects", session.Reconnects);
        writer.WriteNumber("orders", session.Join.Orders.Count);
        writer.WriteNumber("ordersCausedByOthers", session.Join.OtherOrders);
        Write(writer, "frames", stages.OfFrames);
        Write(writer, "orderStages", stages.OfOrders);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<Stage> stages)
    {
        writer.WriteStartArray(name);
        foreach (Stage stage in stages)
        {
            LatencyHistogram times = stage.Times;
            writer.WriteStartObject();
            writer.WriteString("stage", stage.Name);
            writer.WriteNumber("count", times.Count);
            foreach ((_, string key, double fraction) in Percentiles)
                writer.WriteNumber(key, times.Percentile(fraction) / 1e3);
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
