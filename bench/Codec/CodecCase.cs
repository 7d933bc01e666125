using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;
using RecordFormat = LowLatencyMM.Journal.MessagePack;

namespace LowLatencyMM.Bench.Codec;

/// <summary>
/// Events of one kind, and the ways to write them as records and to read them back. Every way goes once over all events per call, from
/// one record to the next as the journal does, and gives a number that depends on them.
/// </summary>
internal sealed unsafe class CodecCase
{
    private const long FirstSequence = 123_456_789;

    private readonly Event[] _events;
    private readonly RecordLayout _layout;
    private readonly byte[] _records = GC.AllocateArray<byte>((CodecEvents.Count + 1) * EventEncoder.RoomBytes, pinned: true);
    private readonly byte[] _written = GC.AllocateArray<byte>((CodecEvents.Count + 1) * EventEncoder.RoomBytes, pinned: true);
    private readonly Event[] _copies = GC.AllocateArray<Event>(CodecEvents.Count, pinned: true);
    private readonly JsonEvent[] _jsonEvents;
    private readonly byte[][] _json;
    private readonly ArrayBufferWriter<byte> _jsonBuffer = new(4_096);
    private readonly Utf8JsonWriter _jsonWriter;
    private readonly int _recordBytes;

    private CodecCase(string name, bool isJudged, Event[] events)
    {
        Name = name;
        IsJudged = isJudged;
        _events = events;
        _layout = RecordLayout.ByKind[(int)events[0].Kind];
        _jsonWriter = new Utf8JsonWriter(_jsonBuffer);
        _jsonEvents = [.. events.Select((e, i) => Json(e, FirstSequence + i))];
        _json = [.. _jsonEvents.Select(e => JsonSerializer.SerializeToUtf8Bytes(e, JsonEventContext.Default.JsonEvent))];
        _recordBytes = (int)EncodeChecked();
        _written.CopyTo(_records.AsSpan());
    }

    public string Name { get; }

    /// <summary>The goals are about this kind.</summary>
    public bool IsJudged { get; }

    /// <summary>Integers of a record, without the checksum.</summary>
    public int Fields => RecordLayout.HeadCount + _layout.FieldCount;

    /// <summary>Bytes of a record, with the checksum.</summary>
    public double MeanBytes => _recordBytes / (double)_events.Length;

    /// <summary>The same event as JSON.</summary>
    public double MeanJsonBytes => _json.Average(json => json.Length);

    public static CodecCase BestBidAsk() => new("best bid/ask", isJudged: true, CodecEvents.BestBidAsk());

    /// <summary>All kinds.</summary>
    public static CodecCase[] All() =>
    [
        BestBidAsk(),
        new("book level", isJudged: true, CodecEvents.BookLevel()),
        new("public trade", isJudged: false, CodecEvents.PublicTrade()),
        new("order sent", isJudged: false, CodecEvents.OrderSent()),
    ];

    public override string ToString() => Name;

    /// <summary>The elements, as <see cref="JournalWriter"/> writes them, without a checksum.</summary>
    public long Encode()
    {
        byte* start = Pointer(_written);
        byte* at = start;
        for (int i = 0; i < _events.Length; i++)
        {
            byte* end = EventEncoder.WriteElements(in _events[i], FirstSequence + i, at, out byte first);
            *at = first;
            at = end;
        }
        return at - start;
    }

    /// <summary>The same on a processor without AVX-512.</summary>
    public long EncodePlainly()
    {
        byte* start = Pointer(_written);
        byte* at = start;
        for (int i = 0; i < _events.Length; i++)
            at = EventEncoder.WriteElementsPlainly(in _events[i], FirstSequence + i, at, in _layout);
        return at - start;
    }

    /// <summary>Whole records, with their checksums.</summary>
    public long EncodeChecked()
    {
        byte* start = Pointer(_written);
        byte* at = start;
        for (int i = 0; i < _events.Length; i++)
            at += EventEncoder.Encode(in _events[i], FirstSequence + i, at, out _);
        return at - start;
    }

    /// <summary>The elements of whole records; the checksum is skipped.</summary>
    public long Decode()
    {
        byte* at = Pointer(_records);
        long sum = 0;
        for (int i = 0; i < _events.Length; i++)
        {
            at += EventDecoder.ReadElements(at, out Event e, out long sequence) + RecordFormat.CrcBytes;
            sum += e.StreamSeq + sequence;
        }
        return sum;
    }

    /// <summary>The same on a processor without AVX-512.</summary>
    public long DecodePlainly()
    {
        byte* at = Pointer(_records);
        long sum = 0;
        for (int i = 0; i < _events.Length; i++)
        {
            at += EventDecoder.ReadElementsPlainly(at, out Event e, out long sequence) + RecordFormat.CrcBytes;
            sum += e.StreamSeq + sequence;
        }
        return sum;
    }

    /// <summary>Whole records, with their checksums, as <see cref="JournalReader"/> reads them.</summary>
    public long DecodeChecked()
    {
        byte* start = Pointer(_records);
        byte* at = start;
        long sum = 0;
        while (at < start + _recordBytes)
        {
            at += EventDecoder.TryDecode(at, EventDecoder.LookAhead, out Event e, out long sequence, out _);
            sum += e.StreamSeq + sequence;
        }
        return sum;
    }

    /// <summary>The checksums of as many bytes as the records have on average.</summary>
    public long Checksum()
    {
        byte* at = Pointer(_records);
        int length = (int)MeanBytes - RecordFormat.CrcBytes;
        uint sum = 0;
        for (int i = 0; i < _events.Length; i++, at += length)
            sum ^= Crc32C.Compute(*at, at + 1, length - 1);
        return sum;
    }

    /// <summary>The floor: the events as they are, copied.</summary>
    public long Copy()
    {
        for (int i = 0; i < _events.Length; i++)
            _copies[i] = _events[i];
        return _copies[^1].StreamSeq;
    }

    /// <summary>System.Text.Json's generated serializer, into a buffer that is used again.</summary>
    public long WriteJson()
    {
        long sum = 0;
        foreach (JsonEvent e in _jsonEvents)
        {
            _jsonBuffer.ResetWrittenCount();
            _jsonWriter.Reset(_jsonBuffer);
            JsonSerializer.Serialize(_jsonWriter, e, JsonEventContext.Default.JsonEvent);
            sum += _jsonBuffer.WrittenCount;
        }
        return sum;
    }

    /// <summary>System.Text.Json's generated deserializer.</summary>
    public long ReadJson()
    {
        long sum = 0;
        foreach (byte[] json in _json)
        {
            JsonEvent e = JsonSerializer.Deserialize(json, JsonEventContext.Default.JsonEvent)!;
            sum += e.StreamSeq + e.Sequence;
        }
        return sum;
    }

    /// <summary>Refuses to measure unless all ways write and read the same.</summary>
    public void Check()
    {
        long elements = EncodeChecked() - (_events.Length * RecordFormat.CrcBytes);
        long sum = _events.Select((e, i) => e.StreamSeq + FirstSequence + i).Sum();
        bool isSame = Encode() == elements && EncodePlainly() == elements && WriteJson() == _json.Sum(json => json.Length)
            && Decode() == sum && DecodePlainly() == sum && DecodeChecked() == sum && ReadJson() == sum;
        byte* at = Pointer(_records);
        for (int i = 0; i < _events.Length; i++)
        {
            int length = EventDecoder.TryDecode(at, EventDecoder.LookAhead, out Event e, out _, out _);
            EventEncoder.WriteElementsPlainly(in e, FirstSequence + i, Pointer(_written), in _layout);
            isSame &= MemoryMarshal.AsBytes(new ReadOnlySpan<Event>(in e)).SequenceEqual(MemoryMarshal.AsBytes(_events.AsSpan(i, 1)))
                && new ReadOnlySpan<byte>(at + 1, length - 1 - RecordFormat.CrcBytes).SequenceEqual(_written.AsSpan(1, length - 1 - RecordFormat.CrcBytes));
            at += length;
        }
        if (!isSame)
            throw new InvalidOperationException($"{Name}: the ways to write and read it disagree.");
    }

    private static JsonEvent Json(Event e, long sequence) => new()
    {
        Sequence = sequence,
        Kind = (int)e.Kind,
        Flags = (int)e.Flags,
        Market = e.Market,
        ReceiveNs = e.ReceiveNs,
        ExchangeMs = e.ExchangeMs,
        Stream = (int)e.Stream,
        StreamSeq = e.StreamSeq,
        Fields = e.Words[..EventSchema.Of(e.Kind).Length].ToArray(),
    };

    /// <summary>Of an array that is pinned from its allocation on.</summary>
    private static byte* Pointer(byte[] pinned) => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
