using System.Globalization;
using System.Text;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>The payload of an event field by field, as text: enumerations by name, numbers of 32 bytes as hex. Cold path.</summary>
public static class EventFields
{
    private static readonly Dictionary<(EventKind Kind, string Field), Type> Enumerations = new()
    {
        [(EventKind.BookLevel, "Side")] = typeof(Side),
        [(EventKind.PublicTrade, "TakerSide")] = typeof(Side),
        [(EventKind.PublicTrade, "TradeType")] = typeof(TradeType),
        [(EventKind.AccountOrder, "Side")] = typeof(Side),
        [(EventKind.AccountOrder, "Status")] = typeof(OrderStatus),
        [(EventKind.AccountOrder, "Reason")] = typeof(StatusReason),
        [(EventKind.AccountTrade, "Side")] = typeof(Side),
        [(EventKind.AccountTrade, "TradeType")] = typeof(TradeType),
        [(EventKind.OrderAnswer, "Request")] = typeof(RequestKind),
        [(EventKind.OrderAnswer, "Outcome")] = typeof(AnswerOutcome),
        [(EventKind.QueryAnswer, "Outcome")] = typeof(AnswerOutcome),
        [(EventKind.ControlAnswer, "Request")] = typeof(RequestKind),
        [(EventKind.ControlAnswer, "Outcome")] = typeof(AnswerOutcome),
        [(EventKind.Connection, "State")] = typeof(ConnectionState),
        [(EventKind.OperatorCommand, "Action")] = typeof(OperatorAction),
        [(EventKind.FrameRejected, "Reason")] = typeof(FrameRejection),
        [(EventKind.QuoteDecision, "Reason")] = typeof(QuoteReason),
        [(EventKind.QuoteDecision, "Clamps")] = typeof(QuoteClamps),
        [(EventKind.Estimates, "Clamps")] = typeof(QuoteClamps),
        [(EventKind.OrderSent, "Request")] = typeof(RequestKind),
        [(EventKind.OrderSent, "Side")] = typeof(Side),
        [(EventKind.OrderSent, "Outcome")] = typeof(SendOutcome),
        [(EventKind.OrderTiming, "Request")] = typeof(RequestKind),
        [(EventKind.OrderTiming, "Signing")] = typeof(OrderSigning),
        [(EventKind.RiskVerdict, "Side")] = typeof(Side),
        [(EventKind.RiskVerdict, "Reason")] = typeof(RiskReason),
        [(EventKind.Text, "Purpose")] = typeof(TextPurpose),
        [(EventKind.Alert, "Alert")] = typeof(AlertKind),
        [(EventKind.Alert, "Side")] = typeof(Side),
        [(EventKind.Alert, "Reason")] = typeof(StatusReason),
        [(EventKind.StreamDistrusted, "Distrusted")] = typeof(StreamId),
        [(EventKind.StreamDistrusted, "Reason")] = typeof(DistrustReason),
    };

    /// <summary>The field's enumeration, or null if it is a plain number.</summary>
    public static Type? EnumerationOf(EventKind kind, string field) => Enumerations.GetValueOrDefault((kind, field));

    /// <summary>One field of the event's payload, by its index in <see cref="EventSchema"/>.</summary>
    public static string Format(in Event e, int index)
    {
        FieldSchema field = EventSchema.Of(e.Kind)[index];
        Event copy = e;
        return field.Type switch
        {
            FieldType.Float64 => BitConverter.Int64BitsToDouble(copy.Words[index]).ToString("R", CultureInfo.InvariantCulture),
            FieldType.Bytes32 => Hex(NumberAt(ref copy, index)),
            FieldType.Utf8 => Encoding.UTF8.GetString(copy.Text.Utf8),
            _ => FormatInteger(e.Kind, field.Name, copy.Words[index]),
        };
    }

    /// <summary>The name of an enumeration's value (flags joined by a bar; the number where it has no name), or the number.</summary>
    public static string FormatInteger(EventKind kind, string field, long value)
    {
        string text = EnumerationOf(kind, field) is { } enumeration
            ? Enum.ToObject(enumeration, value).ToString()!
            : value.ToString(CultureInfo.InvariantCulture);
        return text.Replace(", ", "|", StringComparison.Ordinal);
    }

    /// <summary>"0x" and lower-case digits without leading zeros.</summary>
    public static string Hex(ReadOnlySpan<byte> bigEndian)
    {
        string digits = Convert.ToHexStringLower(bigEndian).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>One of the three numbers of an <see cref="EventKind.OrderSigned"/>, big-endian.</summary>
    internal static ReadOnlySpan<byte> NumberAt(ref Event e, int index)
    {
        switch (index)
        {
            case 0:
                return e.OrderSigned.Hash;
            case 1:
                return e.OrderSigned.R;
            default:
                return e.OrderSigned.S;
        }
    }
}
