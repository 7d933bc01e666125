using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LowLatencyMM.Feed.Sockets;

/// <summary>
/// A TCP connection, with TLS if asked, read and written directly by the thread that owns it. The socket never blocks: who wants to
/// wait says so.
/// </summary>
/// <remarks>
/// Hot path: <see cref="Receive"/> and <see cref="Send"/> allocate nothing and throw nothing that they do not catch, as long as the connection lives. One thread
/// may receive while another sends.
/// </remarks>
internal sealed class WireConnection : IDisposable
{
    /// <summary>Least size of a buffer given to <see cref="Receive"/>: more than any TLS record, so that none is left half-read inside.</summary>
    public const int MinReceive = 20 * 1024;

    /// <summary>What <see cref="Receive"/> returns when there is nothing now.</summary>
    public const int Nothing = -1;

    /// <summary>What <see cref="Receive"/> returns when the connection broke.</summary>
    public const int Broken = -2;

    // How long a peer that reads nothing may keep a sender: its window and our buffer must be full before it does at all.
    private const int SendPatienceMs = 1_000;

    private readonly Socket _socket;
    private readonly TlsRecordStream? _records;
    private readonly SslStream? _tls;

    private WireConnection(Socket socket, TlsRecordStream? records, SslStream? tls)
    {
        _socket = socket;
        _records = records;
        _tls = tls;
    }

    /// <summary>Why the connection broke, for a person to read, or null.</summary>
    public string? BreakDetail { get; private set; }

    /// <summary>The socket, to wait for with others.</summary>
    public Socket Socket => _socket;

    /// <summary>A TLS record has arrived that no <see cref="Receive"/> has taken yet, so that the socket may stay silent.</summary>
    public bool HasBacklog => _records is { HasRecord: true };

    /// <summary>Resolves, connects and, if asked, speaks TLS, within <paramref name="timeout"/>.</summary>
    /// <exception cref="ExtendedException">Kind Transport or Timeout.</exception>
    public static WireConnection Open(in WireEndpoint endpoint, TimeSpan timeout)
    {
        long deadline = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        Socket socket = Connect(in endpoint, deadline);
        try
        {
            if (!endpoint.Tls)
                return new WireConnection(socket, null, null);
            var records = new TlsRecordStream(socket) { PatienceMs = RemainingMs(deadline) };
            var tls = new SslStream(records, leaveInnerStreamOpen: true);
            tls.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = endpoint.Host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = endpoint.CertificateValidation,
            });
            records.Waits = false;
            records.PatienceMs = SendPatienceMs;
            return new WireConnection(socket, records, tls);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException)
        {
            socket.Dispose();
            throw new ExtendedException(ExtendedErrorKind.Transport, $"No TLS with {endpoint.Host}:{endpoint.Port}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes what is there: the count of bytes, 0 at the peer's end, <see cref="Nothing"/> or <see cref="Broken"/>. The buffer has at least
    /// <see cref="MinReceive"/> bytes.
    /// </summary>
    public int Receive(Span<byte> buffer)
    {
        if (_tls is not null)
            return ReceiveTls(buffer);
        int received = _socket.Receive(buffer, SocketFlags.None, out SocketError error);
        if (error == SocketError.Success)
            return received;
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
            return Nothing;
        BreakDetail = error.ToString();
        return Broken;
    }

    /// <summary>Sleeps until there is something to receive (data, end, break), at most <paramref name="milliseconds"/>.</summary>
    public bool WaitReadable(int milliseconds) =>
        HasBacklog || _socket.Poll(milliseconds * 1000, SelectMode.SelectRead);

    /// <summary>Sends all bytes, with one send call where the system's buffer has room. False: the connection broke before all had left.</summary>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _tls is null ? SendPlain(bytes) : SendTls(bytes);
        }
        catch (ObjectDisposedException e)
        {
            // The receiving thread has given the connection up meanwhile.
            BreakDetail = e.Message;
            return false;
        }
    }

    private bool SendPlain(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                bytes = bytes[sent..];
            }
            else if (error is not (SocketError.WouldBlock or SocketError.Interrupted) || !_socket.Poll(SendPatienceMs * 1_000, SelectMode.SelectWrite))
            {
                BreakDetail = error.ToString();
                return false;
            }
        }
        return true;
    }

    /// <summary>Nothing more will be sent; what the peer still sends can be received.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection broke before: it sends nothing more either way.
            BreakDetail ??= e.Message;
        }
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private int ReceiveTls(Span<byte> buffer)
    {
        try
        {
            if (!_records!.HasRecord)
            {
                _records.Fill();
                if (!_records.HasRecord && !_records.IsEnd)
                    return Nothing;
            }
            return _tls!.Read(buffer);
        }
        catch (NoRecordException)
        {
            return Nothing;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            BreakDetail = e.Message;
            return Broken;
        }
    }

    private bool SendTls(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _tls!.Write(bytes);
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            BreakDetail = e.Message;
            return false;
        }
    }

    private static Socket Connect(in WireEndpoint endpoint, long deadline)
    {
        string place = $"{endpoint.Host}:{endpoint.Port}";
        IPAddress[] addresses;
        try
        {
            addresses = Dns.GetHostAddresses(endpoint.Host);
        }
        catch (SocketException e)
        {
            throw new ExtendedException(ExtendedErrorKind.Transport, $"No address for {endpoint.Host}: {e.SocketErrorCode}", e);
        }
        SocketError last = SocketError.HostNotFound;
        foreach (IPAddress address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
            last = TryConnect(socket, new IPEndPoint(address, endpoint.Port), deadline);
            if (last == SocketError.Success)
                return socket;
            socket.Dispose();
        }
        ExtendedErrorKind kind = last == SocketError.TimedOut ? ExtendedErrorKind.Timeout : ExtendedErrorKind.Transport;
        throw new ExtendedException(kind, $"No connection to {place}: {last}", new SocketException((int)last));
    }

    private static SocketError TryConnect(Socket socket, IPEndPoint endpoint, long deadline)
    {
        try
        {
            socket.Connect(endpoint);
            return SocketError.Success;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!socket.Poll(RemainingMs(deadline) * 1000, SelectMode.SelectWrite))
                return SocketError.TimedOut;
            return (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    private static int RemainingMs(long deadline) =>
        (int)Math.Clamp((deadline - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency, 1, int.MaxValue / 1000);
}
