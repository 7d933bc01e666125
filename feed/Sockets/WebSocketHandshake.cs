using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Sockets;

/// <summary>The client's side of the WebSocket opening handshake (RFC 6455 section 4.1). No extension or subprotocol is offered.</summary>
internal static class WebSocketHandshake
{
    private const string AcceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int MaxResponse = 16 * 1024;

    /// <summary>
    /// Upgrades <paramref name="wire"/>. Returns the bytes that the server already sent behind its answer.
    /// </summary>
    /// <exception cref="ExtendedException">The server refused, or its answer is not a valid upgrade.</exception>
    public static byte[] Upgrade(
        WireConnection wire, string hostHeader, string pathAndQuery, string userAgent, SecretText? apiKey, TimeSpan timeout)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        SendRequest(wire, hostHeader, pathAndQuery, userAgent, apiKey, key);
        long deadline = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        byte[] buffer = new byte[MaxResponse + WireConnection.MinReceive];
        int length = 0;
        while (true)
        {
            int headEnd = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (headEnd >= 0)
            {
                Check(Encoding.ASCII.GetString(buffer, 0, headEnd), key);
                return buffer[(headEnd + 4)..length];
            }
            if (length >= MaxResponse)
                throw new ExtendedException(ExtendedErrorKind.Protocol, $"The answer to the upgrade has no end within {MaxResponse} bytes.");
            length += Receive(wire, buffer.AsSpan(length), deadline);
        }
    }

    /// <summary>The Sec-WebSocket-Accept that answers <paramref name="key"/>.</summary>
    public static string AcceptFor(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptGuid)));

    private static int Receive(WireConnection wire, Span<byte> buffer, long deadline)
    {
        while (true)
        {
            int received = wire.Receive(buffer);
            if (received > 0)
                return received;
            if (received != WireConnection.Nothing)
                throw new ExtendedException(ExtendedErrorKind.Transport, $"The connection ended before the upgrade was answered ({wire.BreakDetail ?? "closed"}).");
            long left = (deadline - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
            if (left <= 0)
                throw new ExtendedException(ExtendedErrorKind.Timeout, "The upgrade was not answered in time.");
            wire.WaitReadable((int)Math.Min(left, 1000));
        }
    }

    private static void SendRequest(
        WireConnection wire, string hostHeader, string pathAndQuery, string userAgent, SecretText? apiKey, string key)
    {
        byte[] head = Encoding.ASCII.GetBytes(
            $"GET {pathAndQuery} HTTP/1.1\r\nHost: {hostHeader}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nUser-Agent: {userAgent}\r\n");
        byte[] request = new byte[head.Length + (apiKey?.Length ?? 0) + 32];
        int length = 0;
        Append(request, ref length, head);
        if (apiKey is not null)
        {
            Append(request, ref length, "X-Api-Key: "u8);
            length += apiKey.CopyTo(request.AsSpan(length));
            Append(request, ref length, "\r\n"u8);
        }
        Append(request, ref length, "\r\n"u8);
        bool sent = wire.Send(request.AsSpan(0, length));
        CryptographicOperations.ZeroMemory(request);
        if (!sent)
            throw new ExtendedException(ExtendedErrorKind.Transport, $"The upgrade could not be sent ({wire.BreakDetail}).");
    }

    private static void Append(byte[] target, ref int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target.AsSpan(length));
        length += bytes.Length;
    }

    private static void Check(string head, string key)
    {
        string[] lines = head.Split("\r\n");
        int status = StatusOf(lines[0]);
        if (status != 101)
            throw Refused(status);
        string? Header(string name) => lines.Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
        if (!string.Equals(Header("Upgrade"), "websocket", StringComparison.OrdinalIgnoreCase))
            throw Invalid("Upgrade", Header("Upgrade"), "websocket");
        if (Header("Connection")?.Split(',').Any(token => token.Trim().Equals("Upgrade", StringComparison.OrdinalIgnoreCase)) != true)
            throw Invalid("Connection", Header("Connection"), "Upgrade");
        if (Header("Sec-WebSocket-Accept") != AcceptFor(key))
            throw Invalid("Sec-WebSocket-Accept", Header("Sec-WebSocket-Accept"), "the hash of our key");
        if (!string.IsNullOrEmpty(Header("Sec-WebSocket-Extensions")))
            throw Invalid("Sec-WebSocket-Extensions", Header("Sec-WebSocket-Extensions"), "none, as none was offered");
        if (Header("Sec-WebSocket-Protocol") is { } protocol)
            throw Invalid("Sec-WebSocket-Protocol", protocol, "none, as none was asked for");
    }

    private static int StatusOf(string line)
    {
        string[] parts = line.Split(' ', 3);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || !int.TryParse(parts[1], out int status))
            throw new ExtendedException(ExtendedErrorKind.Protocol, "The answer to the upgrade is not HTTP/1.1.");
        return status;
    }

    private static ExtendedException Refused(int status)
    {
        ExtendedErrorKind kind = status switch
        {
            401 or 403 => ExtendedErrorKind.Authentication,
            429 => ExtendedErrorKind.RateLimited,
            404 => ExtendedErrorKind.NotFound,
            >= 500 => ExtendedErrorKind.Server,
            _ => ExtendedErrorKind.Rejected,
        };
        return new ExtendedException(kind, $"The server answered the upgrade with HTTP {status}; 101 is expected.") { HttpStatus = status };
    }

    private static ExtendedException Invalid(string header, string? value, string expected) =>
        new(ExtendedErrorKind.Protocol, $"The upgrade has the header {header} '{value}'; {expected} is expected.");
}
