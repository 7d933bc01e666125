using System.Buffers.Text;
using System.Text;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>A frame as the exchange sends it, whose time and sequence can be set anew without allocation.</summary>
public sealed class Frame
{
    private const string TimeName = "\"ts\":";
    private const int TimeDigits = 13;
    private const int SequenceDigits = 10;

    private readonly byte[] _bytes;
    private readonly int _headLength;
    private readonly int _timeAt;
    private readonly int _sequenceAt;

    /// <summary>A frame whose time and sequence are yet to be set.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="text">The whole frame; it ends with <c>"ts":…,"seq":…}</c>.</param>
    public Frame(StreamKind stream, ReadOnlySpan<byte> text)
    {
        Stream = stream;
        string all = Encoding.UTF8.GetString(text);
        string head = all[..(all.LastIndexOf(TimeName, StringComparison.Ordinal) + TimeName.Length)];
        string body = $"{head}{new string('1', TimeDigits)},\"seq\":{new string('1', SequenceDigits)}}}";
        byte[] payload = Encoding.UTF8.GetBytes(body);
        byte[] socketHead = SocketHead(payload.Length);
        _headLength = socketHead.Length;
        _bytes = [.. socketHead, .. payload];
        _timeAt = _headLength + head.Length;
        _sequenceAt = _bytes.Length - 1 - SequenceDigits;
    }

    /// <summary>The stream that it belongs to.</summary>
    public StreamKind Stream { get; }

    /// <summary>The frame as it was stamped last.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_headLength);

    /// <summary>The same as a WebSocket frame, with its head.</summary>
    public ReadOnlySpan<byte> Whole => _bytes;

    /// <summary>Sets time (13 digits) and sequence (10 digits).</summary>
    public ReadOnlySpan<byte> Stamp(long milliseconds, long sequence)
    {
        bool fits = Utf8Formatter.TryFormat(milliseconds, _bytes.AsSpan(_timeAt, TimeDigits), out int time)
            & Utf8Formatter.TryFormat(sequence, _bytes.AsSpan(_sequenceAt, SequenceDigits), out int digits);
        if (!fits || time != TimeDigits || digits != SequenceDigits)
            throw new InvalidOperationException($"A time of {TimeDigits} and a sequence of {SequenceDigits} digits are expected, not {milliseconds} and {sequence}.");
        return Bytes;
    }

    /// <summary>The head of a whole text message without mask (RFC 6455 section 5.2).</summary>
    private static byte[] SocketHead(int length) => length switch
    {
        < 126 => [0x81, (byte)length],
        <= ushort.MaxValue => [0x81, 126, (byte)(length >> 8), (byte)length],
        _ => throw new ArgumentException($"A frame of {length} bytes; expected at most {ushort.MaxValue}."),
    };
}
