using System.Text.Json;
using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Rest;

/// <summary>The exchange's JSON: the envelope of answers, and how its members become typed records.</summary>
internal static class RestJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new ExactDecimalConverter() },
    };

    /// <summary>Reads the answer's data.</summary>
    /// <exception cref="ExtendedException">Kind Protocol: it is not what was expected.</exception>
    public static T ReadData<T>(byte[] body, string place)
        where T : class => Read(body, place, static root => Data(root).Deserialize<T>(Options)!);

    /// <summary>Reads a page.</summary>
    /// <exception cref="ExtendedException">Kind Protocol: it is not what was expected.</exception>
    public static Page<T> ReadPage<T>(byte[] body, string place) =>
        Read(body, place, static root => new Page<T>(ItemsOf<T>(root), CursorOf(root)));

    /// <summary>Reads a list.</summary>
    /// <exception cref="ExtendedException">Kind Protocol: it is not what was expected.</exception>
    public static IReadOnlyList<T> ReadList<T>(byte[] body, string place) => Read(body, place, ItemsOf<T>);

    private static T Read<T>(byte[] body, string place, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new ExtendedException(ExtendedErrorKind.Protocol, $"{place}: the answer is not what was expected: {e.Message}", e);
        }
    }

    private static List<T> ItemsOf<T>(JsonElement root)
    {
        List<T> items = Data(root).Deserialize<List<T>>(Options)!;
        // The serializer does not check nullability inside a list.
        return items.TrueForAll(item => item is not null) ? items : throw new JsonException("A member of 'data' is null.");
    }

    private static JsonElement Data(JsonElement root) =>
        root.TryGetProperty("data", out JsonElement data) && data.ValueKind != JsonValueKind.Null ? data : throw new JsonException("'data' is absent.");

    private static long? CursorOf(JsonElement root)
    {
        if (!root.TryGetProperty("pagination", out JsonElement page) || page.ValueKind != JsonValueKind.Object
            || !page.TryGetProperty("cursor", out JsonElement cursor) || cursor.ValueKind == JsonValueKind.Null)
            return null;
        return cursor.Deserialize<long>(Options);
    }
}
