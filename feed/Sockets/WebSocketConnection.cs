using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace LowLatencyMM.Feed.Sockets;

/// <summary>
/// The client's side of an open WebSocket (RFC 6455), read by one thread: received into one buffer, and handed on from there.
/// </summary>
/// <remarks>
/// Hot path: no allocation per frame. The buffer is filled from its beginning whenever all in it was handed on, so that in calm times the same few lines of
/// memory are used. A fragmented message is put together in a second one. Pings are answered between frames. A peer that breaks the protocol is told so with
/// the close code that the RFC has for it.
/// </remarks>
internal sealed class WebSocketConnection : IDisposable
{
    /// <summary>Largest message: the biggest known snapshot has 275 kB.</summary>
    public const int MaxMessage = 2 * 1024 * 1024;

    private const int MaxControl = 125;
    private const int MaxHeader = 10;
    private const int MostTouched = 1_024;

    // What arrives together has one time of arrival: no more of it than this.
    private const int MostReceive = 64 * 1024;

    // The longest message but for its last byte, and room behind it for one receive.
    private const int Capacity = MaxHeader + MaxMessage + WireConnection.MinReceive;
    private const ushort CloseNormal = 1000;
    private const ushort CloseProtocolError = 1002;
    private const int NoCloseCode = 1005;
    private const ushort CloseNotUtf8 = 1007;
    private const ushort CloseTooLarge = 1009;

    private readonly WireConnection? _wire;
    private readonly WallClock _clock;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity);
    private readonly byte[] _control = new byte[MaxControl];
    private readonly byte[] _send = new byte[6 + MaxControl];
    private readonly byte[] _message = GC.AllocateUninitializedArray<byte>(MaxMessage);
    private int _start;
    private int _end;
    private int _lastStart;
    private int _lastLength;
    private int _messageLength;
    private bool _inMessage;
    private bool _messageIsText;
    private bool _closeSent;

    // What came with the upgrade's answer, or was given.
    private bool _hasBacklog;

    /// <summary>A connection that was just upgraded.</summary>
    public WebSocketConnection(WireConnection wire, WallClock clock, ReadOnlySpan<byte> alreadyReceived)
        : this(clock)
    {
        _wire = wire;
        Take(alreadyReceived);
    }

    /// <summary>No connection: there is only what <see cref="Take"/> is given.</summary>
    public WebSocketConnection(WallClock clock)
    {
        _clock = clock;
        LastReceiveNs = clock.NowNs();
    }

    /// <summary>When bytes last arrived, Unix nanoseconds.</summary>
    public long LastReceiveNs { get; private set; }

    /// <summary>The peer's close code, or 0.</summary>
    public int CloseCode { get; private set; }

    /// <summary>What went wrong, for a person to read, or null.</summary>
    public string? Detail { get; private set; }

    /// <summary>
    /// The last message, if it was short and came in one frame, to look at once more for nothing but to have it in the caches: bytes that were received since
    /// may have overwritten it.
    /// </summary>
    public ReadOnlySpan<byte> LastMessage => _lastLength <= MostTouched ? _buffer.AsSpan(_lastStart, _lastLength) : default;

    /// <summary>The socket to wait for.</summary>
    public Socket? Socket => _wire?.Socket;

    /// <summary>Bytes have arrived that no <see cref="Pump"/> has taken yet, so that the socket may stay silent.</summary>
    public bool HasBacklog => _hasBacklog || _wire is { HasBacklog: true };

    /// <summary>Sleeps until there is something to do, at most <paramref name="milliseconds"/>.</summary>
    public void WaitReadable(int milliseconds)
    {
        if (!_hasBacklog)
            _wire?.WaitReadable(milliseconds);
    }

    /// <summary>Bytes that are to be handled as though they had been received, by the next <see cref="Pump"/>; fewer than 64 KiB.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free());
        _end += bytes.Length;
        _hasBacklog = !bytes.IsEmpty;
        LastReceiveNs = _clock.NowNs();
    }

    /// <summary>Receives once, without waiting, and hands on all messages that are whole by then.</summary>
    public PumpResult Pump<THandler>(ref THandler handler)
        where THandler : struct, IWebSocketHandler
    {
        int received = _hasBacklog ? 0 : Receive();
        if (received > 0)
        {
            LastReceiveNs = _clock.NowNs();
            _end += received;
        }
        else if (!_hasBacklog)
        {
            return received switch
            {
                WireConnection.Nothing => PumpResult.Idle,
                0 => Fail(PumpResult.Closed, "The peer ended the connection without a close frame."),
                _ => Fail(PumpResult.Broken, _wire?.BreakDetail),
            };
        }
        _hasBacklog = false;
        PumpResult result = PumpResult.Received;
        while (result == PumpResult.Received && TryReadFrame(ref handler, ref result))
        {
        }
        return result;
    }

    /// <summary>Sends a text message. Not for the hot path: allocates. False: the connection broke.</summary>
    public bool SendText(ReadOnlySpan<byte> utf8)
    {
        byte[] frame = new byte[MaxHeader + 4 + utf8.Length];
        frame[0] = 0x80 | Opcode.Text;
        int length = 2;
        if (utf8.Length < 126)
        {
            frame[1] = (byte)(0x80 | utf8.Length);
        }
        else if (utf8.Length <= ushort.MaxValue)
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)utf8.Length);
            length = 4;
        }
        else
        {
            frame[1] = 0x80 | 127;
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)utf8.Length);
            length = 10;
        }
        Span<byte> mask = frame.AsSpan(length, 4);
        RandomNumberGenerator.Fill(mask);
        length += 4;
        for (int i = 0; i < utf8.Length; i++)
            frame[length++] = (byte)(utf8[i] ^ mask[i & 3]);
        bool isSent = Send(frame.AsSpan(0, length));
        CryptographicOperations.ZeroMemory(frame);
        return isSent;
    }

    /// <summary>Sends a close frame, once.</summary>
    public void SendClose(ushort code)
    {
        if (_closeSent)
            return;
        _closeSent = true;
        Span<byte> payload = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        SendControl(Opcode.Close, payload);
    }

    /// <summary>Nothing more will be sent, and messages no longer count: from here on only <see cref="Discard"/>.</summary>
    public void EndSending() => _wire?.EndSending();

    /// <summary>
    /// Takes something of what is there, without waiting, and drops it. False: the peer has ended its side too, or the connection broke. A socket that is closed
    /// while the peer still sends answers with a reset, which may overtake the close frame; so it is read to its end first.
    /// </summary>
    public bool Discard()
    {
        int received = _wire?.Receive(_message) ?? 0;
        return received > 0 || received == WireConnection.Nothing;
    }

    public void Dispose() => _wire?.Dispose();

    private int Receive() => _wire?.Receive(Free()) ?? WireConnection.Nothing;

    /// <summary>Room for one receive.</summary>
    private Span<byte> Free()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_buffer.Length - _end < WireConnection.MinReceive)
        {
            Unread.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        return _buffer.AsSpan(_end, Math.Min(MostReceive, _buffer.Length - _end));
    }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    private bool TryReadFrame<THandler>(ref THandler handler, ref PumpResult result)
        where THandler : struct, IWebSocketHandler
    {
        ReadOnlySpan<byte> head = Unread;
        int available = head.Length;
        if (available < 2)
            return false;
        bool final = (head[0] & 0x80) != 0;
        int opcode = head[0] & 0x0F;
        if ((head[0] & 0x70) != 0)
            return Refuse(ref result, "A reserved bit is set though no extension was agreed.");
        if ((head[1] & 0x80) != 0)
            return Refuse(ref result, "The server masked a frame.");
        ulong length = (ulong)(head[1] & 0x7F);
        int headLength = 2;
        if (length >= 126)
        {
            headLength = length == 126 ? 4 : 10;
            if (available < headLength)
                return false;
            length = headLength == 4 ? BinaryPrimitives.ReadUInt16BigEndian(head[2..]) : BinaryPrimitives.ReadUInt64BigEndian(head[2..]);
            if (length < (headLength == 4 ? 126UL : 65_536UL) || length > long.MaxValue)
                return Refuse(ref result, $"The length {length} is not written as shortly as it can be.");
        }
        if (opcode is not (Opcode.Continuation or Opcode.Text or Opcode.Binary or Opcode.Close or Opcode.Ping or Opcode.Pong))
            return Refuse(ref result, $"The opcode {opcode} is not defined.");
        if (opcode >= 8 && (!final || length > MaxControl))
            return Refuse(ref result, "A control frame is fragmented or longer than 125 bytes.");
        if (length > MaxMessage - (ulong)(opcode == Opcode.Continuation ? _messageLength : 0))
        {
            SendClose(CloseTooLarge);
            return Stop(ref result, PumpResult.TooLarge, $"A message exceeds {MaxMessage} bytes.");
        }
        if ((ulong)available < (ulong)headLength + length)
            return false;
        ReadOnlySpan<byte> payload = head.Slice(headLength, (int)length);
        _start += headLength + (int)length;
        if (opcode >= 8)
            HandleControl(opcode, payload, ref result);
        else
            HandleData(opcode, final, payload, ref handler, ref result);
        return true;
    }

    private void HandleData<THandler>(int opcode, bool final, ReadOnlySpan<byte> payload, ref THandler handler, ref PumpResult result)
        where THandler : struct, IWebSocketHandler
    {
        if (_inMessage != (opcode == Opcode.Continuation))
        {
            Refuse(ref result, _inMessage ? "A message began within another." : "A continuation without a beginning.");
            return;
        }
        if (opcode != Opcode.Continuation)
            _messageIsText = opcode == Opcode.Text;
        if (final && !_inMessage)
        {
            _lastLength = payload.Length;
            _lastStart = _start - _lastLength;
            Deliver(payload, ref handler, ref result);
            return;
        }
        payload.CopyTo(_message.AsSpan(_messageLength));
        _messageLength += payload.Length;
        _inMessage = !final;
        if (!final)
            return;
        int length = _messageLength;
        _messageLength = 0;
        Deliver(_message.AsSpan(0, length), ref handler, ref result);
    }

    private void Deliver<THandler>(ReadOnlySpan<byte> message, ref THandler handler, ref PumpResult result)
        where THandler : struct, IWebSocketHandler
    {
        // Some 10 ns for 500 bytes of ASCII.
        if (_messageIsText && !Utf8.IsValid(message))
            Refuse(ref result, "A text message is not UTF-8.", CloseNotUtf8);
        else if (!handler.OnMessage(message, _messageIsText, LastReceiveNs))
            result = PumpResult.HandlerStopped;
    }

    private void HandleControl(int opcode, ReadOnlySpan<byte> payload, ref PumpResult result)
    {
        int length = payload.Length;
        payload.CopyTo(_control);
        if (opcode == Opcode.Ping)
        {
            if (!_closeSent && !SendControl(Opcode.Pong, _control.AsSpan(0, length)))
                Stop(ref result, PumpResult.Broken, _wire?.BreakDetail);
        }
        else if (opcode == Opcode.Close)
        {
            HandleClose(_control.AsSpan(0, length), ref result);
        }
    }

    private void HandleClose(ReadOnlySpan<byte> payload, ref PumpResult result)
    {
        int code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : NoCloseCode;
        if (payload.Length == 1 || (payload.Length >= 2 && !IsCloseCode(code)))
        {
            Refuse(ref result, "A close frame has no valid code.");
            return;
        }
        if (payload.Length > 2 && !Utf8.IsValid(payload[2..]))
        {
            Refuse(ref result, "A close frame's reason is not UTF-8.", CloseNotUtf8);
            return;
        }
        CloseCode = code;
        SendClose(code == NoCloseCode ? CloseNormal : (ushort)code);
        Stop(ref result, PumpResult.Closed, null);
    }

    /// <summary>Codes that may stand in a close frame (RFC 6455 section 7.4): the defined ones, and those of libraries and applications.</summary>
    private static bool IsCloseCode(int code) => code is >= 1000 and <= 1014 and not (1004 or 1005 or 1006) or >= 3000 and <= 4999;

    private bool Send(ReadOnlySpan<byte> bytes) => _wire is not null && _wire.Send(bytes);

    /// <summary>A client's frames are masked with four unpredictable bytes (RFC 6455 section 5.3).</summary>
    private bool SendControl(int opcode, ReadOnlySpan<byte> payload)
    {
        _send[0] = (byte)(0x80 | opcode);
        _send[1] = (byte)(0x80 | payload.Length);
        Span<byte> mask = _send.AsSpan(2, 4);
        RandomNumberGenerator.Fill(mask);
        for (int i = 0; i < payload.Length; i++)
            _send[6 + i] = (byte)(payload[i] ^ mask[i & 3]);
        return Send(_send.AsSpan(0, 6 + payload.Length));
    }

    /// <summary>The peer broke the protocol: it is told with a close frame, and the connection is over.</summary>
    private bool Refuse(ref PumpResult result, string detail, ushort closeCode = CloseProtocolError)
    {
        SendClose(closeCode);
        return Stop(ref result, PumpResult.ProtocolError, detail);
    }

    private bool Stop(ref PumpResult result, PumpResult why, string? detail)
    {
        result = Fail(why, detail);
        return false;
    }

    private PumpResult Fail(PumpResult why, string? detail)
    {
        Detail ??= detail;
        return why;
    }

    private static class Opcode
    {
        public const int Continuation = 0;
        public const int Text = 1;
        public const int Binary = 2;
        public const int Close = 8;
        public const int Ping = 9;
        public const int Pong = 10;
    }
}
