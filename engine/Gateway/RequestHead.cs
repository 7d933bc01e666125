using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>The part of a request's head that all requests share. Nothing here is on the hot path.</summary>
internal static class RequestHead
{
    /// <summary>An upper bound of what <see cref="Append"/> writes besides method and path.</summary>
    public static int MaxLength(HttpTarget target, SecretText apiKey) =>
        target.Host.Length + target.BasePath.Length + target.UserAgent.Length + apiKey.Length + 256;

    /// <summary>Appends the headers from Host to Accept, each with its line end. Only the X-Api-Key line holds the key.</summary>
    /// <exception cref="ArgumentException">The key holds something that would break the head; the message does not show it.</exception>
    public static void Append(ref TemplateWriter writer, HttpTarget target, SecretText apiKey)
    {
        writer.Append("Host: "u8);
        writer.Append(target.Host);
        writer.Append("\r\nUser-Agent: "u8);
        writer.Append(target.UserAgent);
        writer.Append("\r\nX-Api-Key: "u8);
        Span<byte> key = writer.Rest[..apiKey.Length];
        apiKey.CopyTo(key);
        if (key.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
            throw new ArgumentException("The API key holds characters other than printable ASCII without spaces.", nameof(apiKey));
        writer.Advance(key.Length);
        writer.Append("\r\nAccept: application/json\r\nConnection: keep-alive\r\n"u8);
    }
}
