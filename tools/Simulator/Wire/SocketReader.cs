using System.Net.WebSockets;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>Reads whole text messages of a client; pings, pongs and the closing handshake are served while it reads.</summary>
internal sealed class SocketReader(WebSocket socket)
{
    private const int LongestMessage = 64 * 1024;

    private readonly byte[] _buffer = new byte[LongestMessage];

    /// <summary>The next message; null when the client closed the connection or sent more than 64 KiB at once.</summary>
    public async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellation)
    {
        int length = 0;
        while (length < LongestMessage)
        {
            ValueWebSocketReceiveResult received =
                await socket.ReceiveAsync(_buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation).ConfigureAwait(false);
                return null;
            }
            length += received.Count;
            if (received.EndOfMessage)
                return _buffer.AsMemory(0, length);
        }
        await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, cancellation).ConfigureAwait(false);
        return null;
    }
}
