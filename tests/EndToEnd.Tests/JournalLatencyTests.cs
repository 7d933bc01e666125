using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Replay;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary><c>journal latency</c> on a real session, against a naive computation.</summary>
public class JournalLatencyTests(SessionFixture session) : IClassFixture<SessionFixture>
{
    [Fact]
    public void Every_figure_is_that_of_a_naive_computation_from_what_journal_show_prints()
    {
        Order[] orders = [.. Orders(Shown())];

        JournalLatency latency = JournalLatency.Read(session.Summary.Folder);

        Assert.True(orders.Length >= 10, $"{orders.Length} orders");
        AssertSame(orders, latency.All);
        AssertSame([.. orders.Where(order => order.Signing == "Ahead")], latency.Ahead);
        AssertSame([.. orders.Where(order => order.Signing is "Inline" or "InlineNotReady")], latency.Inline);
        AssertSame([.. orders.Where(order => order.Signing == "None")], latency.Cancels);
        Assert.Equal(orders.Count(order => order.Signing == "InlineNotReady"), latency.NotReady);
        Assert.Equal(orders.Select(order => order.CauseKind).Distinct().Order(), latency.Causes.Keys.Select(kind => kind.ToString()).Order());
        foreach ((EventKind cause, LatencyHistogram durations) in latency.Causes)
            AssertSame(orders.Where(order => order.CauseKind == cause.ToString()).Select(order => order["BeforeSendNs"]), durations);
        Assert.Equal((orders.Length, 0), (latency.Sent, latency.WithoutStamps));
    }

    [Fact]
    public void Tick_to_order_is_what_the_sessions_summary_told()
    {
        JournalLatency latency = JournalLatency.Read(session.Summary.Folder);

        Assert.Equal(session.Summary.TickToOrder.Occupied(), latency.TickToOrder.Occupied());
        Assert.Equal(session.Summary.TickToOrder.Max, latency.TickToOrder.Max);
        Assert.Equal(session.Summary.Send.Occupied(), latency.All[OrderStage.Send].Occupied());
    }

    [Fact]
    public void Parts_of_a_session_add_up_to_the_whole()
    {
        JournalLatency whole = JournalLatency.Read(session.Summary.Folder);
        long middle = session.Summary.Events / 2;

        JournalLatency first = JournalLatency.Read(session.Summary.Folder, to: middle - 1), second = JournalLatency.Read(session.Summary.Folder, from: middle);

        Assert.Equal(whole.Sent, first.Sent + second.Sent);
        Assert.True(first.All.Orders > 0 && second.All.Orders > 0);
        foreach ((OrderStage stage, LatencyHistogram durations) in whole.All.All)
        {
            first.All[stage].Add(second.All[stage]);
            Assert.Equal(durations.Occupied(), first.All[stage].Occupied());
        }
    }

    [Fact]
    public void A_session_without_stamps_is_read_and_its_orders_are_counted()
    {
        using var folder = new TemporaryFolder();

        JournalLatency latency = JournalLatency.Read(UntimedCopy.Make(session.Journal, folder.Path));

        Assert.Equal(0, latency.All.Orders);
        Assert.Equal(session.Summary.Send.Count, latency.WithoutStamps);
    }

    [Fact]
    public void A_torn_journal_is_read_up_to_its_last_whole_record()
    {
        using var folder = new TemporaryFolder();
        string copy = SessionFixture.CopyFolder(session.LiveCopy, folder.File("session"));
        TornTail.Cut(copy);

        JournalLatency latency = JournalLatency.Read(copy);

        Assert.Equal(1, latency.Truncated);
        Assert.InRange(latency.All.Orders, 1, session.Summary.Send.Count);
    }

    private static void AssertSame(Order[] orders, StageHistograms stages)
    {
        var expected = new Dictionary<OrderStage, IEnumerable<Order>>
        {
            [OrderStage.Parse] = orders.Where(order => order["ParsedNs"] > 0),
            [OrderStage.Publish] = orders.Where(order => order["PublishedNs"] > order["ParsedNs"]),
            [OrderStage.Risk] = orders.Where(order => order["RiskNs"] > order["DecidedNs"]),
            [OrderStage.Queue] = orders.Where(order => order.TurnNs > order["RiskNs"]),
            [OrderStage.Sign] = orders.Where(order => order.Signing != "None"),
        };
        foreach ((OrderStage stage, LatencyHistogram durations) in stages.All)
            AssertSame(expected.GetValueOrDefault(stage, orders).Select(order => DurationOf(stage, order)), durations);
    }

    private static long DurationOf(OrderStage stage, Order order) => stage switch
    {
        OrderStage.Parse => order["ParsedNs"],
        OrderStage.Publish => order["PublishedNs"] - order["ParsedNs"],
        OrderStage.Hop => order["TakenNs"] - order["PublishedNs"],
        OrderStage.Decide => order["DecidedNs"] - order["TakenNs"],
        OrderStage.Risk => order["RiskNs"] - order["DecidedNs"],
        OrderStage.Queue => order.TurnNs - order["RiskNs"],
        OrderStage.Sign => order["SignedNs"] - order.TurnNs,
        OrderStage.Encode => order["BeforeSendNs"] - Math.Max(order["SignedNs"], order.TurnNs),
        OrderStage.Send => order["AfterSendNs"] - order["BeforeSendNs"],
        OrderStage.BeforeSend => order["BeforeSendNs"],
        _ => order["AfterSendNs"],
    };

    /// <summary>By sorting: the smallest duration that so many do not exceed, to two digits; count and maximum exactly.</summary>
    private static void AssertSame(IEnumerable<long> durations, LatencyHistogram histogram)
    {
        long[] sorted = [.. durations.Order()];
        Assert.Equal(sorted.Length, histogram.Count);
        if (sorted.Length == 0)
            return;
        Assert.Equal(sorted[^1], histogram.Max);
        foreach ((_, double fraction) in LatencyHistogram.Percentiles)
        {
            long exact = sorted[(int)Math.Ceiling((decimal)fraction * sorted.Length) - 1];
            Assert.InRange(histogram.Percentile(fraction), exact, exact + (exact / 128));
        }
    }

    private List<JsonElement> Shown()
    {
        using var output = new StringWriter();
        JournalShow.Print(session.Summary.Folder, new ShowFilter(), json: true, output);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static IEnumerable<Order> Orders(List<JsonElement> shown)
    {
        Order? before = null;
        foreach (JsonElement e in shown)
        {
            if (e.GetProperty("kind").GetString() != "OrderTiming")
                continue;
            JsonElement fields = e.GetProperty("fields");
            long cause = fields.GetProperty("CauseSequence").GetInt64();
            long turn = before is not null && before["CauseSequence"] == cause ? before["AfterSendNs"] : fields.GetProperty("RiskNs").GetInt64();
            before = new Order(fields, fields.GetProperty("Signing").GetString()!, shown[(int)cause].GetProperty("kind").GetString()!, turn);
            yield return before;
        }
    }

    private sealed record Order(JsonElement Fields, string Signing, string CauseKind, long TurnNs)
    {
        public long this[string field] => Fields.GetProperty(field).GetInt64();
    }
}
