using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Numbers;

/// <summary>Reads a decimal from a JSON string or number exactly; what a decimal cannot hold is refused, never rounded.</summary>
internal sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => null,
        };
        if (!ExactDecimal.TryParse(text, out decimal value))
            throw new JsonException($"'{text}' is no decimal number of at most 28 digits.");
        return value;
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
