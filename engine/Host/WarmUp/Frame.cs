using System.Buffers.Text;
using System.Text;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Bench.Frames;

/// <summary>A frame as the exchange sends it, whose time and sequence can be set anew without allocation.</summary>
internal sealed class Frame
{
    private const string TimeName = "\"ts\":";
    private const int TimeDigits = 13;
    private const int SequenceDigits = 10;

    private readonly byte[] _bytes;
    private readonly int _timeAt;
    private readonly int _sequenceAt;

    /// <param name="stream">Its stream.</param>
    /// <param name="text">The whole frame; it ends with <c>"ts":…,"seq":…}</c>.</param>
    public Frame(StreamKind stream, ReadOnlySpan<byte> text)
    {
        Stream = stream;
        string all = Encoding.UTF8.GetString(text);
        string head = all[..(all.LastIndexOf(TimeName, StringComparison.Ordinal) + TimeName.Length)];
        string body = $"{head}{new string('1', TimeDigits)},\"seq\":{new string('1', SequenceDigits)}}}";
        _bytes = Encoding.UTF8.GetBytes(body);
        _timeAt = head.Length;
        _sequenceAt = _bytes.Length - 1 - SequenceDigits;
    }

    public StreamKind Stream { get; }

    /// <summary>The frame as it was stamped last.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Sets time (13 digits) and sequence (10 digits).</summary>
    public ReadOnlySpan<byte> Stamp(long milliseconds, long sequence)
    {
        bool fits = Utf8Formatter.TryFormat(milliseconds, _bytes.AsSpan(_timeAt, TimeDigits), out int time)
            & Utf8Formatter.TryFormat(sequence, _bytes.AsSpan(_sequenceAt, SequenceDigits), out int digits);
        if (!fits || time != TimeDigits || digits != SequenceDigits)
            throw new InvalidOperationException($"A time of {TimeDigits} and a sequence of {SequenceDigits} digits are expected, not {milliseconds} and {sequence}.");
        return _bytes;
    }
}
