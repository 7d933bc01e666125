using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Gateway;

namespace LowLatencyMM.Replay;

/// <summary>
/// Events as lines for people and as JSON: enumerations by name, prices and sizes as decimals of the market's grid. Cold path.
/// </summary>
/// <remarks>
/// JSON has every field by its schema name and in its stored unit and, beside it, what a reader wants: <c>PriceTicks</c> has the
/// decimal text <c>Price</c>, <c>BidSteps</c> has <c>BidSize</c>, <c>FeeMicro</c> has <c>Fee</c>, <c>OwnId</c> has <c>ExternalId</c>. A
/// line has only the latter.
/// </remarks>
public sealed class EventFormatter
{
    private static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly GridText Nano = new(new Grid(1, 9));
    private static readonly GridText Micro = new(new Grid(1, 6));
    private static readonly GridText Pico = new(new Grid(1, 12));

    private readonly GridText[] _prices;
    private readonly GridText[] _sizes;
    private readonly string[] _markets;
    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Takes the market that gives the grids.</summary>
    public EventFormatter(MarketSettings market)
        : this([market])
    {
    }

    /// <summary>Takes the markets that give the grids, by number.</summary>
    public EventFormatter(IReadOnlyList<MarketSettings> markets)
    {
        _markets = [.. markets.Select(market => market.Name)];
        _prices = [.. markets.Select(market => new GridText(market.Tick))];
        _sizes = [.. markets.Select(market => new GridText(market.Step))];
    }

    /// <summary>A market's name.</summary>
    public string Name(int market) => _markets[Known(market)];

    /// <summary>A price in ticks of a market as decimal text.</summary>
    public string Price(long ticks, int market = 0) => _prices[Known(market)].Format(ticks);

    /// <summary>A size in steps of a market as decimal text.</summary>
    public string Size(long steps, int market = 0) => _sizes[Known(market)].Format(steps);

    /// <summary>Nanoseconds since 1970 as a UTC time of day with nanoseconds.</summary>
    public static string TimeOfDay(long ns)
    {
        long second = Math.DivRem(ns, 1_000_000_000, out long fraction);
        string time = DateTimeOffset.FromUnixTimeSeconds(second).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{time}.{fraction.ToString("D9", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Sequence, time, kind, stream and fields on one line.</summary>
    public string Line(in RecordedEvent recorded)
    {
        (long sequence, Event e) = recorded;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{sequence,9} {TimeOfDay(e.ReceiveNs)} {e.Kind,-14} ");
        if (_markets.Length > 1)
            line.Append(Name(e.Market)).Append(' ');
        if (e.Stream != StreamId.Engine)
            line.Append(e.Stream).Append(e.StreamSeq != 0 ? $"#{e.StreamSeq.ToString(CultureInfo.InvariantCulture)} " : " ");
        if (e.Flags != EventFlags.None)
            line.Append('[').Append(Flags(e)).Append("] ");
        AppendFields(line, e);
        return line.ToString().TrimEnd();
    }

    /// <summary>The payload's fields on one line.</summary>
    public string Fields(in Event e)
    {
        var line = new StringBuilder();
        AppendFields(line, e);
        return line.ToString().TrimEnd();
    }

    /// <summary>One JSON object.</summary>
    public string Json(in RecordedEvent recorded)
    {
        (long sequence, Event e) = recorded;
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json, JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", sequence);
            writer.WriteString("kind", e.Kind.ToString());
            writer.WriteString("flags", Flags(e));
            writer.WriteString("market", Name(e.Market));
            writer.WriteNumber("receiveNs", e.ReceiveNs);
            writer.WriteNumber("exchangeMs", e.ExchangeMs);
            writer.WriteString("stream", e.Stream.ToString());
            writer.WriteNumber("streamSeq", e.StreamSeq);
            writer.WriteStartObject("fields");
            for (int i = 0; i < EventSchema.Of(e.Kind).Length; i++)
                WriteField(writer, e, i);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }

    private void WriteField(Utf8JsonWriter writer, in Event e, int index)
    {
        FieldSchema field = EventSchema.Of(e.Kind)[index];
        if (field.Type != FieldType.Int64 || EventFields.EnumerationOf(e.Kind, field.Name) is not null)
        {
            WriteText(writer, e, index, field);
            return;
        }
        long value = WordOf(e, index);
        writer.WriteNumber(field.Name, value);
        if (Readable(field.Name, value, e.Market) is { } readable)
            writer.WriteString(readable.Name, readable.Text);
    }

    private static void WriteText(Utf8JsonWriter writer, in Event e, int index, FieldSchema field)
    {
        if (field.Type == FieldType.Float64 && double.IsFinite(BitConverter.Int64BitsToDouble(WordOf(e, index))))
            writer.WriteNumber(field.Name, BitConverter.Int64BitsToDouble(WordOf(e, index)));
        else
            writer.WriteString(field.Name, EventFields.Format(e, index));
    }

    private void AppendFields(StringBuilder line, in Event e)
    {
        for (int i = 0; i < EventSchema.Of(e.Kind).Length; i++)
        {
            FieldSchema field = EventSchema.Of(e.Kind)[i];
            if (field.Type == FieldType.Int64 && Readable(field.Name, WordOf(e, i), e.Market) is { } readable)
                line.Append(readable.Name).Append('=').Append(readable.Text).Append(' ');
            else
                line.Append(field.Name).Append('=').Append(EventFields.Format(e, i)).Append(' ');
        }
    }

    private (string Name, string Text)? Readable(string field, long value, int market)
    {
        if (field is "OwnId" or "CancelOwnId")
            return value > 0 ? (field.Replace("OwnId", "ExternalId", StringComparison.Ordinal), ExternalId.Format(value)) : null;
        if (Cut(field, "Ticks") is { } price)
            return (EndingIn(price, "Price"), Price(value, market));
        if (Cut(field, "Steps") is { } size)
            return (size == "Quantity" ? size : EndingIn(size, "Size"), Size(value, market));
        if (Cut(field, "Nano") is { } nano)
            return (nano, Nano.Format(value));
        if (Cut(field, "Micro") is { } micro)
            return (micro, Micro.Format(value));
        return Cut(field, "Pico") is { } pico ? (pico, Pico.Format(value)) : null;
    }

    /// <summary>A number that the journal's settings do not have is shown in the first market's grids rather than not at all.</summary>
    private int Known(int market) => market < _markets.Length ? market : 0;

    private static string? Cut(string name, string unit) =>
        name.EndsWith(unit, StringComparison.Ordinal) ? name[..^unit.Length] : null;

    private static string EndingIn(string name, string quantity) =>
        name.EndsWith(quantity, StringComparison.Ordinal) ? name : name + quantity;

    private static string Flags(in Event e) => e.Flags.ToString().Replace(", ", "|", StringComparison.Ordinal);

    private static long WordOf(in Event e, int index)
    {
        Event copy = e;
        return copy.Words[index];
    }
}
