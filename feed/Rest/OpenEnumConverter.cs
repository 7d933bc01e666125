using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>Reads and writes <see cref="OpenEnum{T}"/> as its text; a number, which no version writes today, is kept as its digits.</summary>
internal sealed class OpenEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(OpenEnum<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<OpenEnum<T>>
        where T : struct, Enum
    {
        public override OpenEnum<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => new OpenEnum<T>(reader.GetString()!),
            JsonTokenType.Number => new OpenEnum<T>(Encoding.ASCII.GetString(reader.ValueSpan)),
            _ => throw new JsonException($"{reader.TokenType} in place of a text."),
        };

        public override void Write(Utf8JsonWriter writer, OpenEnum<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
