using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Events;

public sealed class EventLayoutTests
{
    private static readonly FieldInfo[] PayloadFields =
        [.. typeof(Event).GetFields().Where(field => field.FieldType.Name.EndsWith("Payload", StringComparison.Ordinal))];

    [Fact]
    public void An_event_is_two_cache_lines_without_references()
    {
        Assert.Equal(128, Unsafe.SizeOf<Event>());
        Assert.Equal(Event.Size, Unsafe.SizeOf<Event>());
        Assert.False(RuntimeHelpers.IsReferenceOrContainsReferences<Event>());
    }

    [Fact]
    public void The_header_stands_where_the_format_says()
    {
        Assert.Equal(0, OffsetOf(nameof(Event.Kind)));
        Assert.Equal(2, OffsetOf(nameof(Event.Flags)));
        Assert.Equal(4, OffsetOf(nameof(Event.Market)));
        Assert.Equal(6, OffsetOf(nameof(Event.Stream)));
        Assert.Equal(8, OffsetOf(nameof(Event.ReceiveNs)));
        Assert.Equal(16, OffsetOf(nameof(Event.ExchangeMs)));
        Assert.Equal(24, OffsetOf(nameof(Event.StreamSeq)));
        Assert.Equal(32, Event.PayloadOffset);
    }

    [Fact]
    public void Every_payload_begins_after_the_header_and_fits()
    {
        Assert.NotEmpty(PayloadFields);
        foreach (FieldInfo field in PayloadFields)
        {
            Assert.Equal(Event.PayloadOffset, OffsetOf(field.Name));
            Assert.InRange(SizeOf(field.FieldType), 8, Event.Size - Event.PayloadOffset);
        }
    }

    [Fact]
    public void The_fields_of_a_payload_are_words_in_the_order_of_the_schema()
    {
        foreach (FieldInfo payload in PayloadFields)
        {
            // The two price streams share a payload; every other payload has the name of its kind.
            EventKind kind = payload.Name == nameof(Event.Price) ? EventKind.MarkPrice : Enum.Parse<EventKind>(payload.Name);
            FieldSchema[] schema = EventSchema.Of(kind).ToArray();
            FieldInfo[] fields = payload.FieldType.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
            if (kind is EventKind.Text or EventKind.OrderSigned)
                continue;

            Assert.Equal(schema.Select(field => field.Name), fields.Select(field => field.Name));
            for (int word = 0; word < fields.Length; word++)
            {
                Assert.Equal(8 * word, (int)Marshal.OffsetOf(payload.FieldType, fields[word].Name));
                Assert.Equal(schema[word].Type == FieldType.Float64, fields[word].FieldType == typeof(double));
                Assert.Equal(8, SizeOf(fields[word].FieldType));
            }
        }
    }

    [Fact]
    public void Every_kind_but_none_has_a_schema_of_at_most_twelve_words()
    {
        foreach (EventKind kind in Enum.GetValues<EventKind>())
        {
            Assert.Equal(kind != EventKind.None, EventSchema.Knows(kind));
            Assert.InRange(EventSchema.Of(kind).Length, kind == EventKind.None ? 0 : 1, EventSchema.MaxWords);
        }
        Assert.False(EventSchema.Knows((EventKind)EventSchema.KindCount));
    }

    [Fact]
    public void Begin_clears_what_was_there()
    {
        var e = new Event();
        MemoryMarshal.AsBytes(new Span<Event>(ref e)).Fill(0xFF);

        e.Begin(EventKind.Timer, EventFlags.FromRest, 3, StreamId.Control, 12);

        Assert.Equal((EventKind.Timer, EventFlags.FromRest, (ushort)3, StreamId.Control, 12L), (e.Kind, e.Flags, e.Market, e.Stream, e.ReceiveNs));
        Assert.False(MemoryMarshal.AsBytes(new Span<Event>(ref e))[16..].ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(80, 80)]
    [InlineData(79, 79)]
    [InlineData(81, 80)]
    [InlineData(0, 0)]
    public void Text_is_cut_to_eighty_bytes(int length, int kept)
    {
        var text = new TextPayload();

        text.Set(TextPurpose.ErrorMessage, Enumerable.Repeat((byte)'x', length).ToArray());

        Assert.Equal(kept, text.Utf8.Length);
    }

    [Fact]
    public void Text_is_not_cut_inside_a_character()
    {
        var text = new TextPayload();

        text.Set(TextPurpose.ErrorMessage, System.Text.Encoding.UTF8.GetBytes(new string('x', 78) + "€"));

        Assert.Equal(new string('x', 78), System.Text.Encoding.UTF8.GetString(text.Utf8));
    }

    [Fact]
    public void A_batch_takes_its_capacity_and_not_one_more()
    {
        var batch = new DecisionBatch();
        for (int i = 0; i < DecisionBatch.Capacity; i++)
            batch.Add(EventKind.QuoteDecision, 0, i).QuoteDecision.BidTicks = i;

        Assert.Equal(DecisionBatch.Capacity, batch.Count);
        Assert.Equal(7, batch[7].QuoteDecision.BidTicks);
        Assert.Equal(StreamId.Engine, batch[7].Stream);
        Assert.Throws<InvalidOperationException>(() => batch.Add(EventKind.QuoteDecision, 0, 0));
        batch.Clear();
        Assert.Equal(0, batch.Add(EventKind.QuoteDecision, 0, 0).QuoteDecision.BidTicks);
    }

    private static int OffsetOf(string field) => typeof(Event).GetField(field)!.GetCustomAttribute<FieldOffsetAttribute>()!.Value;

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
