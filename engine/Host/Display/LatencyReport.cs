using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Host.Verbs;

namespace LowLatencyMM.Host.Display;

/// <summary>Where the time of a session's orders went: for people, as JSON, and as histograms.</summary>
internal static class LatencyReport
{
    private static readonly string[] Headings =
        ["orders", "stage", ">count", .. LatencyHistogram.Percentiles.Select(percentile => $">{percentile.Name} us"), ">max us"];

    public static void Print(JournalLatency latency)
    {
        Console.Out.WriteLine($"{latency.Session}: {Describe(latency)}");
        if (latency.All.Orders == 0)
            return;
        Console.Out.WriteLine($"tick to order: {SummaryReport.Describe(latency.TickToOrder)}");
        var table = new TextTable(Headings);
        foreach ((string name, StageHistograms group) in Groups(latency).Where(group => group.Stages.Orders > 0))
        {
            foreach ((OrderStage stage, LatencyHistogram durations) in group.All.Where(stage => stage.Durations.Count > 0))
                table.Add([name, Between(stage), .. Figures(durations)]);
        }
        table.Print();
        var causes = new TextTable(["caused by", .. Headings[2..]]);
        foreach ((EventKind cause, LatencyHistogram durations) in latency.Causes)
            causes.Add([NameOf(cause), .. Figures(durations)]);
        Console.Out.WriteLine("received → before send, by what caused the order:");
        causes.Print();
    }

    public static void PrintJson(JournalLatency latency) => JsonOutput.Write(writer =>
    {
        writer.WriteString("session", latency.Session);
        writer.WriteNumber("orders", latency.All.Orders);
        writer.WriteNumber("withoutStamps", latency.WithoutStamps);
        writer.WriteNumber("signedAhead", latency.Ahead.Orders);
        writer.WriteNumber("signedInline", latency.Inline.Orders);
        writer.WriteNumber("plannedButNotReady", latency.NotReady);
        writer.WriteNumber("cancels", latency.Cancels.Orders);
        writer.WriteNumber("truncated", latency.Truncated);
        Write(writer, "tickToOrder", latency.TickToOrder);
        writer.WriteStartObject("stages");
        foreach ((string name, StageHistograms group) in Groups(latency))
        {
            writer.WriteStartObject(name);
            foreach ((OrderStage stage, LatencyHistogram durations) in group.All)
                Write(writer, Key(stage), durations);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteStartObject("causes");
        foreach ((EventKind cause, LatencyHistogram durations) in latency.Causes)
            Write(writer, NameOf(cause), durations);
        writer.WriteEndObject();
    });

    /// <summary>All histograms that are not empty, by names such as <c>ahead/beforeSend</c> and <c>cause/BestBidAsk</c>.</summary>
    public static IEnumerable<NamedHistogram> Histograms(JournalLatency latency)
    {
        IEnumerable<NamedHistogram> stages = Groups(latency).SelectMany(group =>
            group.Stages.All.Select(stage => new NamedHistogram($"{group.Name}/{Key(stage.Stage)}", stage.Durations)));
        IEnumerable<NamedHistogram> causes = latency.Causes.Select(cause => new NamedHistogram($"cause/{NameOf(cause.Key)}", cause.Value));
        return stages.Append(new NamedHistogram("tickToOrder", latency.TickToOrder)).Concat(causes).Where(one => one.Durations.Count > 0);
    }

    private static string Describe(JournalLatency latency)
    {
        if (latency.Sent == 0)
            return "no order was handed to the transport";
        if (latency.All.Orders == 0)
            return Invariant($"none of the {latency.Sent} requests has stamps of its stages: the engine that wrote the session took none");
        string without = latency.WithoutStamps == 0 ? "" : Invariant($"; {latency.WithoutStamps} more have no stamps");
        return Invariant($"{latency.All.Orders} requests: {latency.Ahead.Orders} signed ahead, {latency.Inline.Orders} inline ")
            + Invariant($"({latency.NotReady} planned, but not ready), {latency.Cancels.Orders} cancels{without}");
    }

    private static (string Name, StageHistograms Stages)[] Groups(JournalLatency latency) =>
        [("all", latency.All), ("ahead", latency.Ahead), ("inline", latency.Inline), ("cancel", latency.Cancels)];

    private static string Between(OrderStage stage) => stage switch
    {
        OrderStage.Parse => "received → parsed",
        OrderStage.Publish => "parsed → published",
        OrderStage.Hop => "published → taken",
        OrderStage.Decide => "taken → decided",
        OrderStage.Risk => "decided → risk",
        OrderStage.Queue => "risk → its turn",
        OrderStage.Sign => "its turn → signed",
        OrderStage.Encode => "signed → before send",
        OrderStage.Send => "the send call",
        OrderStage.BeforeSend => "received → before send",
        _ => "received → on the socket",
    };

    private static string Key(OrderStage stage) => JsonNamingPolicy.CamelCase.ConvertName(stage.ToString());

    private static string NameOf(EventKind cause) => cause.ToString();

    private static IEnumerable<string> Figures(LatencyHistogram durations) =>
    [
        durations.Count.ToString(CultureInfo.InvariantCulture),
        .. LatencyHistogram.Percentiles.Select(percentile => Micros(durations.Percentile(percentile.Fraction))),
        Micros(durations.Max),
    ];

    private static string Micros(long ns) => (ns / 1e3).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void Write(Utf8JsonWriter writer, string name, LatencyHistogram durations)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count", durations.Count);
        foreach ((string percentile, double fraction) in LatencyHistogram.Percentiles)
            writer.WriteNumber(percentile.Replace(".", "", StringComparison.Ordinal) + "Ns", durations.Percentile(fraction));
        writer.WriteNumber("maxNs", durations.Max);
        writer.WriteEndObject();
    }
}
