using System.Text.Json;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay.Tests;

public sealed class JournalShowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _session;

    public JournalShowTests() => _session = PlainSession.Record(_folder.Path, ticks: 12);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_event_is_a_line_in_order()
    {
        string[] lines = Show(new ShowFilter(), json: false);

        Assert.Equal(Enumerable.Range(0, lines.Length).Select(i => (long)i), lines.Select(line => long.Parse(line[..9])));
        Assert.Contains(lines, line => line.Contains("BestBidAsk", StringComparison.Ordinal)
            && line.Contains("BidPrice=84000.0 BidSize=0.001 AskPrice=84000.5 AskSize=0.002", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Request=Create ExternalId=mm0000000040000001", StringComparison.Ordinal)
            && line.Contains("Side=Buy Price=83999.0 Quantity=0.005", StringComparison.Ordinal)
            && line.Contains("Outcome=Sent", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Clamps=SpreadFloor|KappaFallback", StringComparison.Ordinal));
    }

    [Fact]
    public void A_filter_lets_through_what_it_says()
    {
        string[] all = Show(new ShowFilter(), json: false);

        string[] some = Show(new ShowFilter { From = 5, To = 20 }, json: false);
        string[] quotes = Show(new ShowFilter { From = 5, To = 20, Kind = EventKind.QuoteDecision }, json: false);

        Assert.Equal(all[5..21], some);
        Assert.Equal(some.Where(line => line.Contains(" QuoteDecision ", StringComparison.Ordinal)), quotes);
        Assert.NotEmpty(quotes);
    }

    [Fact]
    public void Json_has_every_field_of_the_schema_and_readable_values_beside()
    {
        foreach (string line in Show(new ShowFilter(), json: true))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement json = document.RootElement;
            var kind = Enum.Parse<EventKind>(json.GetProperty("kind").GetString()!);
            JsonElement fields = json.GetProperty("fields");
            foreach (FieldSchema field in EventSchema.Of(kind))
                Assert.True(fields.TryGetProperty(field.Name, out _), $"{kind}.{field.Name}");
            if (kind != EventKind.OrderSent || fields.GetProperty("Request").GetString() != "Create")
                continue;
            Assert.Equal(JsonValueKind.Number, fields.GetProperty("PriceTicks").ValueKind);
            Assert.Equal(fields.GetProperty("PriceTicks").GetInt64() * 0.5m, decimal.Parse(fields.GetProperty("Price").GetString()!));
            Assert.Equal("0.005", fields.GetProperty("Quantity").GetString());
            Assert.StartsWith("mm", fields.GetProperty("ExternalId").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Enumerations_stand_by_name_and_unknown_values_by_number()
    {
        var formatter = new EventFormatter(TestSession.Settings.Market);
        Event e = default;
        e.Begin(EventKind.AccountOrder, EventFlags.None, 0, StreamId.Account, TestSession.StartNs);
        e.AccountOrder.Status = OrderStatus.PartiallyFilled;
        e.AccountOrder.Reason = (StatusReason)999;
        e.AccountOrder.OwnId = -4;

        using JsonDocument document = JsonDocument.Parse(formatter.Json(new RecordedEvent(1, e)));

        JsonElement fields = document.RootElement.GetProperty("fields");
        Assert.Equal("PartiallyFilled", fields.GetProperty("Status").GetString());
        Assert.Equal("999", fields.GetProperty("Reason").GetString());
        Assert.False(fields.TryGetProperty("ExternalId", out _));
        Assert.Equal(-4, fields.GetProperty("OwnId").GetInt64());
    }

    [Fact]
    public void Every_kind_of_event_can_be_shown()
    {
        var formatter = new EventFormatter(TestSession.Settings.Market);
        foreach (EventKind kind in Enum.GetValues<EventKind>().Where(EventSchema.Knows))
        {
            Event e = default;
            e.Begin(kind, EventFlags.Snapshot | EventFlags.FrameEnd, 0, StreamId.OrderBook, TestSession.StartNs);
            if (kind == EventKind.Text)
                e.Text.Set(TextPurpose.ErrorMessage, "caf\u00e9 \"quoted\""u8);
            else
                e.Words[1] = long.MinValue;
            var recorded = new RecordedEvent(7, e);

            string line = formatter.Line(recorded);
            using JsonDocument document = JsonDocument.Parse(formatter.Json(recorded));

            Assert.Contains(kind.ToString(), line, StringComparison.Ordinal);
            Assert.Contains("[Snapshot|FrameEnd]", line, StringComparison.Ordinal);
            Assert.Equal(kind.ToString(), document.RootElement.GetProperty("kind").GetString());
        }
    }

    private string[] Show(ShowFilter filter, bool json)
    {
        using var output = new StringWriter();
        long printed = JournalShow.Print(_session, filter, json, output);
        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(printed, lines.Length);
        return lines;
    }
}
