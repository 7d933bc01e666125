using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace LowLatencyMM.Bench.Wire;

/// <summary>
/// A delta of five levels in a WebSocket frame, whose <c>ts</c> is the reading of the monotonic clock at which it is sent. All processes of a machine
/// share that clock.
/// </summary>
internal sealed class StampedFrame
{
    // The clock's readings get 18 digits, so that the frame's length stays.
    private const long ClockOffset = 100_000_000_000_000_000;
    private const int ClockDigits = 18;
    private const int SequenceDigits = 10;
    private const long FirstSequence = 1_000_000_000;
    private const int HeadLength = 4;

    private readonly byte[] _bytes;
    private readonly int _clockAt;
    private readonly int _sequenceAt;
    private long _sequence = FirstSequence;

    public StampedFrame()
    {
        string head = """{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"q":"-0.00005","p":"63717","c":"0.85928"},{"q":"0.12000","p":"63716","c":"1.20000"},{"q":"0.30270","p":"63712","c":"0.30270"}],"a":[{"q":"-1.28000","p":"63720","c":"0"},{"q":"0.44440","p":"63724","c":"17.90000"}],"d":"f"},"ts":""";
        byte[] payload = Encoding.ASCII.GetBytes($"{head}{new string('1', ClockDigits)},\"seq\":{new string('1', SequenceDigits)}}}");
        _bytes = new byte[HeadLength + payload.Length];
        _bytes[0] = 0x81;
        _bytes[1] = 126;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(2), (ushort)payload.Length);
        payload.CopyTo(_bytes.AsSpan(HeadLength));
        _clockAt = HeadLength + head.Length;
        _sequenceAt = _bytes.Length - 1 - SequenceDigits;
    }

    /// <summary>The next frame, stamped now.</summary>
    public ReadOnlySpan<byte> Stamp()
    {
        Utf8Formatter.TryFormat(_sequence++, _bytes.AsSpan(_sequenceAt), out _);
        Utf8Formatter.TryFormat(ClockOffset + Stopwatch.GetTimestamp(), _bytes.AsSpan(_clockAt), out _);
        return _bytes;
    }

    /// <summary>Nanoseconds since a frame with this <c>ts</c> was stamped.</summary>
    public static long AgeNs(long ts) => (long)Stopwatch.GetElapsedTime(ts - ClockOffset).TotalNanoseconds;
}
