using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>Reads text that some versions of the exchange write as a number.</summary>
internal sealed class TextOrNumberConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(reader.ValueSpan) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
