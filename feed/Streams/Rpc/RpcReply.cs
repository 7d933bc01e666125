using System.Text;
using System.Text.Json;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>What a message that is no frame of a known topic in its usual layout turns out to be.</summary>
/// <param name="Id">Number of the request that it answers; null if it answers none.</param>
/// <param name="Error">Code and message of a refusal; null if there is none.</param>
/// <param name="Topic">The topic that it names as its own, UTF-8; null if it names none.</param>
/// <param name="Seq">Its <c>seq</c>; null if it has none.</param>
internal readonly record struct RpcReply(long? Id, string? Error, byte[]? Topic, long? Seq)
{
    /// <summary>Reads a message; false if it is not one JSON object.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out RpcReply reply)
    {
        reply = default;
        try
        {
            var reader = new Utf8JsonReader(message);
            JsonElement root = JsonElement.ParseValue(ref reader);
            if (root.ValueKind != JsonValueKind.Object || reader.Read())
                return false;
            string? topic = root.TryGetProperty("subscription", out JsonElement name) ? TextOf(name) : null;
            reply = new RpcReply(
                root.TryGetProperty("id", out JsonElement id) && long.TryParse(TextOf(id), out long number) ? number : null,
                root.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null ? Describe(error) : null,
                topic is null ? null : Encoding.UTF8.GetBytes(topic),
                root.TryGetProperty("seq", out JsonElement seq) && seq.ValueKind == JsonValueKind.Number && seq.TryGetInt64(out long n) ? n : null);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text with an escape that stands for no character.
            return false;
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string Describe(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
            return error.GetRawText();
        string? code = error.TryGetProperty("code", out JsonElement c) ? TextOf(c) : null;
        string? message = error.TryGetProperty("message", out JsonElement m) ? TextOf(m) : null;
        return $"code {code ?? "absent"}: {message ?? "no message"}";
    }
}
