using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>A TCP (or TLS) server of which a test writes every byte itself; each connection runs the script on a thread of its own.</summary>
internal sealed class WireServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Action<Peer, int> _script;
    private readonly X509Certificate2? _certificate;
    private readonly List<Socket> _sockets = [];
    private volatile bool _stopped;
    private volatile Exception? _fault;

    public WireServer(Action<Peer, int> script, bool tls = false)
    {
        _script = script;
        _certificate = tls ? CreateCertificate() : null;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port { get; }

    public Uri Http => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    public Uri WebSocket => new($"{(_certificate is null ? "ws" : "wss")}://127.0.0.1:{Port}/stream/v1");

    public void Dispose()
    {
        _stopped = true;
        _listener.Stop();
        lock (_sockets)
            _sockets.ForEach(socket => socket.Dispose());
        _certificate?.Dispose();
        if (_fault is not null)
            Assert.Fail("The server's script failed: " + _fault);
    }

    private void Accept()
    {
        for (int number = 1; !_stopped; number++)
        {
            Socket socket;
            try
            {
                socket = _listener.AcceptSocket();
            }
            catch (SocketException)
            {
                return;
            }
            socket.NoDelay = true;
            lock (_sockets)
                _sockets.Add(socket);
            int connection = number;
            new Thread(() => Serve(socket, connection)) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket socket, int connection)
    {
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                tls.AuthenticateAsServer(_certificate);
                stream = tls;
            }
            using (stream)
                _script(new Peer(stream), connection);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The client went away, as many scripts want.
        }
        catch (Exception e)
        {
            if (!_stopped)
                _fault = e;
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=feed-test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The server's end of a connection.</summary>
    internal sealed class Peer(Stream stream)
    {
        public void Send(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

        public void Send(string text) => stream.Write(Encoding.UTF8.GetBytes(text));

        public byte[] Read(int count)
        {
            byte[] bytes = new byte[count];
            stream.ReadExactly(bytes);
            return bytes;
        }

        /// <summary>Waits until the client closes; what it still sends is dropped.</summary>
        public void AwaitEnd()
        {
            byte[] rest = new byte[4096];
            while (stream.Read(rest) > 0)
            {
            }
        }

        /// <summary>A request's head, with the empty line.</summary>
        public string ReadHead()
        {
            var head = new StringBuilder();
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                head.Append((char)Read(1)[0]);
            return head.ToString();
        }

        /// <summary>Answers the upgrade and returns the request's head.</summary>
        public string Upgrade(string behind = "")
        {
            string head = ReadHead();
            string key = head.Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
            string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
            Send($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n{behind}");
            return head;
        }

        public void SendText(ReadOnlySpan<byte> payload) => Send(Frame(1, payload));

        /// <summary>Reads a client's frame, which must be final and masked: opcode and payload.</summary>
        public (int Opcode, byte[] Payload) ReadFrame()
        {
            byte[] head = Read(2);
            Assert.Equal(0x80, head[0] & 0xF0);
            Assert.Equal(0x80, head[1] & 0x80);
            int length = head[1] & 0x7F;
            if (length == 126)
            {
                byte[] extended = Read(2);
                length = (extended[0] << 8) | extended[1];
            }
            byte[] mask = Read(4);
            byte[] payload = Read(length);
            for (int i = 0; i < payload.Length; i++)
                payload[i] ^= mask[i & 3];
            return (head[0] & 0x0F, payload);
        }

        public static byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool final = true)
        {
            var bytes = new List<byte> { (byte)((final ? 0x80 : 0) | opcode) };
            if (payload.Length < 126)
            {
                bytes.Add((byte)payload.Length);
            }
            else if (payload.Length <= ushort.MaxValue)
            {
                bytes.Add(126);
                bytes.Add((byte)(payload.Length >> 8));
                bytes.Add((byte)payload.Length);
            }
            else
            {
                bytes.Add(127);
                for (int shift = 56; shift >= 0; shift -= 8)
                    bytes.Add((byte)((long)payload.Length >> shift));
            }
            bytes.AddRange(payload);
            return [.. bytes];
        }
    }
}
