using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Wire;

/// <summary>
/// The other process of <c>wire</c>: a bare WebSocket server that sends stamped frames. The path says how: <c>/pace in nanoseconds/count/…</c>.
/// </summary>
internal static class FrameSender
{
    private const string AcceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static Command Create()
    {
        Option<bool> tls = new("--tls");
        var command = new Command("wire-sender") { tls };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(tls)));
        return command;
    }

    private static int Run(bool tls)
    {
        using X509Certificate2? certificate = tls ? LoopbackCertificate.Create() : null;
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        new Thread(() => Accept(listener, certificate)) { IsBackground = true }.Start();
        OwnProcess.Serve(((IPEndPoint)listener.LocalEndpoint).Port);
        return ExitCode.Ok;
    }

    private static void Accept(TcpListener listener, X509Certificate2? certificate)
    {
        while (true)
        {
            Socket socket = listener.AcceptSocket();
            socket.NoDelay = true;
            new Thread(() => Serve(socket, certificate)) { IsBackground = true }.Start();
        }
    }

    private static void Serve(Socket socket, X509Certificate2? certificate)
    {
        try
        {
            using Stream stream = Open(socket, certificate);
            (int paceNs, int count) = Upgrade(stream);
            var frame = new StampedFrame();
            long next = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                next += paceNs * Stopwatch.Frequency / 1_000_000_000;
                WaitUntil(next);
                stream.Write(frame.Stamp());
            }
            byte[] rest = new byte[256];
            while (stream.Read(rest) > 0)
            {
            }
        }
        catch (IOException)
        {
            // The reader has seen enough and is gone.
        }
    }

    private static Stream Open(Socket socket, X509Certificate2? certificate)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (certificate is null)
            return stream;
        var tls = new SslStream(stream);
        tls.AuthenticateAsServer(certificate);
        return tls;
    }

    private static (int PaceNs, int Count) Upgrade(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)stream.ReadByte());
        string[] lines = head.ToString().Split("\r\n");
        string key = lines.First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':', 2)[1].Trim();
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptGuid)));
        stream.Write(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        string[] path = lines[0].Split(' ')[1].Split('/');
        return (int.Parse(path[1], CultureInfo.InvariantCulture), int.Parse(path[2], CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Spins, however long it is: the exchange is another machine, and what a sender needs to wake up and to fill its caches again would be counted as
    /// the reader's.
    /// </summary>
    private static void WaitUntil(long timestamp)
    {
        while (Stopwatch.GetTimestamp() < timestamp)
        {
        }
    }
}
