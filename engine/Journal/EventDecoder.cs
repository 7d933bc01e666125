using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal;

/// <summary>
/// Reads the records that <see cref="EventEncoder"/> writes. Hot path: no allocation, no exception. Whatever it does not take
/// (damage, other versions' records, the journal's own) is left to the careful reader.
/// </summary>
public static unsafe class EventDecoder
{
    /// <summary>Decoding may look at so many bytes after a record's begin, whatever its length.</summary>
    internal const int LookAhead = EventEncoder.RoomBytes;

    /// <summary>
    /// The length of the record that begins <paramref name="source"/>; 0 if there is no whole, undamaged record of this version.
    /// </summary>
    public static int TryDecode(ReadOnlySpan<byte> source, out Event e, out long sequence)
    {
        if (source.Length >= LookAhead)
        {
            fixed (byte* start = source)
                return TryDecode(start, source.Length, out e, out sequence, out _);
        }
        byte* copy = stackalloc byte[LookAhead];
        source.CopyTo(new Span<byte>(copy, LookAhead));
        return TryDecode(copy, source.Length, out e, out sequence, out _);
    }

    /// <summary>
    /// As the public one; <paramref name="start"/> has <see cref="LookAhead"/> readable bytes, of which <paramref name="available"/> count.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int TryDecode(byte* start, int available, out Event e, out long sequence, out uint crc)
    {
        int length = ReadElements(start, out e, out sequence);
        crc = 0;
        if (length == 0 || length + MessagePack.CrcBytes > available)
            return 0;
        crc = Crc32C.Compute(*start, start + 1, length - 1);
        byte* at = start + length;
        bool isRight = *at == MessagePack.UInt32 && BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(at + 1, 4)) == crc;
        return isRight ? length + MessagePack.CrcBytes : 0;
    }

    /// <summary>The length of the elements before the checksum, which is not looked at; 0 if they are not those of a known kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ReadElements(byte* start, out Event e, out long sequence)
    {
        if (VectorTable.IsSupported)
        {
            int length = VectorDecoder.TryRead(start, out e, out sequence);
            if (length != 0)
                return length;
        }
        return ReadElementsPlainly(start, out e, out sequence);
    }

    /// <summary>As <see cref="ReadElements"/>, for every record and on every processor: one element after the other.</summary>
    internal static int ReadElementsPlainly(byte* start, out Event e, out long sequence)
    {
        e = default;
        byte* at = start + 1;
        int count = *start ^ MessagePack.FixArray;
        if (count == (MessagePack.Array16 ^ MessagePack.FixArray))
        {
            count = start[1] << 8 | start[2];
            at += 2;
        }

        long refused = 0;
        at = MessagePack.ReadInt(at, out sequence, ref refused);
        at = MessagePack.ReadInt(at, out long kind, ref refused);
        if ((ulong)kind >= EventSchema.KindCount)
            return 0;
        RecordLayout layout = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(RecordLayout.ByKind), (int)kind);
        if (count != layout.ElementCount || layout.FieldCount == 0)
            return 0;

        at = MessagePack.ReadInt(at, out long flags, ref refused);
        at = MessagePack.ReadInt(at, out long market, ref refused);
        at = ReadTime(at, out e.ReceiveNs, ref refused);
        at = ReadTime(at, out e.ExchangeMs, ref refused);
        at = MessagePack.ReadInt(at, out long stream, ref refused);
        at = MessagePack.ReadInt(at, out e.StreamSeq, ref refused);
        e.Kind = (EventKind)kind;
        e.Flags = (EventFlags)flags;
        e.Market = (ushort)market;
        e.Stream = (StreamId)stream;

        ref long words = ref Unsafe.As<Event, long>(ref Unsafe.AddByteOffset(ref e, Event.PayloadOffset));
        if (layout.Shape == RecordShape.Words)
        {
            at = layout.Floats == 0
                ? ReadIntegers(at, ref words, layout.FieldCount, ref refused)
                : ReadNumbers(at, ref words, layout, ref refused);
        }
        else
        {
            at = ReadSpecial(at, ref words, layout.Shape, ref refused);
        }

        return refused < 0 || (ulong)(flags | market | stream) > ushort.MaxValue ? 0 : (int)(at - start);
    }

    /// <summary>A time is nearly always above 32 bits: a branch that is foreseen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* ReadTime(byte* at, out long value, ref long refused)
    {
        if (*at != MessagePack.UInt64)
            return MessagePack.ReadInt(at, out value, ref refused);
        value = MessagePack.ReadUInt64(at);
        refused |= value;
        return at + MessagePack.MaxNumberBytes;
    }

    private static byte* ReadIntegers(byte* at, ref long words, int count, ref long refused)
    {
        for (int i = 0; i < count; i++)
            at = MessagePack.ReadInt(at, out Unsafe.Add(ref words, i), ref refused);
        return at;
    }

    private static byte* ReadNumbers(byte* at, ref long words, RecordLayout layout, ref long refused)
    {
        int floats = layout.Floats;
        for (int i = 0; i < layout.FieldCount; i++, floats >>= 1)
        {
            ref long word = ref Unsafe.Add(ref words, i);
            at = (floats & 1) != 0 ? MessagePack.ReadFloat64(at, out word, ref refused) : MessagePack.ReadInt(at, out word, ref refused);
        }
        return at;
    }

    /// <summary>Hashes: 3 × (code, length, 32 bytes). Text: its purpose, then str or bin 8 of at most 80 bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* ReadSpecial(byte* at, ref long words, RecordShape shape, ref long refused)
    {
        ref byte payload = ref Unsafe.As<long, byte>(ref words);
        if (shape == RecordShape.Hashes)
        {
            for (int i = 0; i < 3; i++, at += 34)
            {
                if (at[0] != MessagePack.Bin8 || at[1] != 32)
                    refused = long.MinValue;
                Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref payload, 32 * i), ref at[2], 32);
            }
            return at;
        }

        at = MessagePack.ReadInt(at, out words, ref refused);
        int length = *at ^ MessagePack.FixStr;
        at++;
        if (length >= 32)
        {
            if (at[-1] is not (MessagePack.Str8 or MessagePack.Bin8))
                refused = long.MinValue;
            length = *at++;
        }
        if (length > TextPayload.Capacity)
        {
            refused = long.MinValue;
            return at;
        }
        Unsafe.Add(ref words, 1) = length;
        Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref payload, 16), ref *at, (uint)length);
        return at + length;
    }
}
