using System.Net.WebSockets;
using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests.Sockets;

/// <summary>A plain client of one stream: whole messages as JSON.</summary>
internal sealed class StreamClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[1 << 20];

    public static Task<StreamClient> ConnectAsync(SimulatorServer server, string path, string? apiKey = null) =>
        ConnectAsync(server, new Uri(server.StreamBase + path), apiKey);

    public static Task<StreamClient> ConnectRpcAsync(SimulatorServer server) => ConnectAsync(server, server.RpcStream, null);

    private static async Task<StreamClient> ConnectAsync(SimulatorServer server, Uri address, string? apiKey)
    {
        StreamClient client = new();
        client._socket.Options.SetRequestHeader("User-Agent", "tests");
        if (apiKey is not null)
            client._socket.Options.SetRequestHeader("X-Api-Key", apiKey);
        if (server.Certificate is { } certificate)
        {
            client._socket.Options.RemoteCertificateValidationCallback = (_, served, _, _) =>
                certificate.RawDataMemory.Span.SequenceEqual(served!.GetRawCertData());
        }
        await client._socket.ConnectAsync(address, Deadline());
        return client;
    }

    public static Task<StreamClient> ConnectAccountAsync(SimulatorServer server) => ConnectAsync(server, "/account", DemoAccount.ApiKey);

    public async Task SendAsync(string message) => await _socket.SendAsync(
        System.Text.Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Deadline());

    /// <summary>The next message as text; null when the connection has ended.</summary>
    public async Task<string?> NextTextAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await _socket.ReceiveAsync(_buffer.AsMemory(length), Deadline());
            }
            catch (WebSocketException)
            {
                return null;
            }
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return System.Text.Encoding.UTF8.GetString(_buffer, 0, length);
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, length * 2);
        }
    }

    /// <summary>The next message.</summary>
    public async Task<JsonElement> NextAsync()
    {
        string text = await NextTextAsync() ?? throw new InvalidOperationException("The stream ended");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The next messages up to and including the first that a condition holds for.</summary>
    public async Task<List<JsonElement>> UntilAsync(Func<JsonElement, bool> condition)
    {
        List<JsonElement> messages = [];
        do
        {
            messages.Add(await NextAsync());
        }
        while (!condition(messages[^1]));
        return messages;
    }

    public void Dispose() => _socket.Dispose();

    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;
}
