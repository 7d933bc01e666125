using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal;

/// <summary>Writes an event as one MessagePack record. Hot path: no allocation; only misuse throws.</summary>
/// <remarks>
/// <c>[sequence, kind, flags, market, receive ns, exchange ms, stream, stream sequence, …fields in the order of
/// <see cref="EventSchema"/>…, crc]</c>; integers in their shortest form, doubles as float 64, 32-byte numbers as bin 8, text as
/// str (as bin 8 where it is not valid UTF-8), the checksum always as uint32 over all the record's bytes before it, the array's
/// header included.
/// </remarks>
public static unsafe class EventEncoder
{
    /// <summary>No record of an event is longer, bytes.</summary>
    public const int MaxRecordBytes =
        3 + ((RecordLayout.HeadCount + EventSchema.MaxWords) * MessagePack.MaxNumberBytes) + MessagePack.CrcBytes;

    /// <summary>Room that encoding needs, bytes: it writes zeros behind the record.</summary>
    public const int RoomBytes = MaxRecordBytes + 8;

    /// <summary>Writes the record and returns its length; <paramref name="destination"/> has <see cref="RoomBytes"/> at least.</summary>
    /// <exception cref="ArgumentException">
    /// Too little room, a kind that this version does not know, or a text length out of range.
    /// </exception>
    public static int Encode(in Event e, long sequence, Span<byte> destination)
    {
        if (destination.Length < RoomBytes)
            throw new ArgumentException($"needs {RoomBytes} bytes, got {destination.Length}", nameof(destination));
        fixed (byte* start = destination)
            return Encode(in e, sequence, start, out _);
    }

    /// <summary>
    /// Writes the record at <paramref name="start"/>; its first byte, by which readers find it, is written last, after the byte
    /// behind the record has been cleared: whatever stops the process, there is a whole record or none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Encode(in Event e, long sequence, byte* start, out uint crc)
    {
        byte* end = WriteElements(in e, sequence, start, out byte first);
        crc = Crc32C.Compute(first, start + 1, (int)(end - start) - 1);
        end = MessagePack.WriteCrc(end, crc);
        Volatile.Write(ref *start, first);
        return (int)(end - start);
    }

    /// <summary>Reads what the next records are written with, so that it is in the caches.</summary>
    internal static long Touch(long sequence) => VectorTable.IsSupported ? VectorEncoder.Touch(sequence) : 0;

    /// <summary>Writes what stands between the record's first byte and its checksum; returns the place after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* WriteElements(in Event e, long sequence, byte* start, out byte first)
    {
        if ((uint)e.Kind >= EventSchema.KindCount)
            ThrowUnknownKind(e.Kind);
        ref readonly RecordLayout layout = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(RecordLayout.ByKind), (int)e.Kind);
        int count = layout.ElementCount;
        first = count < 16 ? (byte)(MessagePack.FixArray | count) : MessagePack.Array16;
        if (VectorTable.IsSupported && layout.Lanes != 0)
        {
            int length = VectorEncoder.TryWrite(start + 1, in e, sequence, layout.Lanes);
            if (length != 0)
                return start + 1 + length;
        }
        return WriteElementsPlainly(in e, sequence, start, in layout);
    }

    /// <summary>As <see cref="WriteElements"/>, for every event and on every processor: one element after the other.</summary>
    internal static byte* WriteElementsPlainly(in Event e, long sequence, byte* start, in RecordLayout layout)
    {
        if (layout.FieldCount == 0)
            ThrowUnknownKind(e.Kind);
        byte* at = start + 1;
        if (layout.ElementCount >= 16)
        {
            *at = 0;
            at[1] = (byte)layout.ElementCount;
            at += 2;
        }
        at = WriteHead(at, in e, sequence);
        ref long words = ref Unsafe.As<Event, long>(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in e), Event.PayloadOffset));
        if (layout.Shape == RecordShape.Words)
            return layout.Floats == 0 ? WriteIntegers(at, ref words, layout.FieldCount) : WriteNumbers(at, ref words, in layout);
        return WriteSpecial(start, at, in e, layout.Shape);
    }

    /// <summary>The small numbers are nearly always below 128: a branch that is foreseen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteHead(byte* at, in Event e, long sequence)
    {
        at = MessagePack.WriteInt(at, sequence);
        int small = (int)e.Kind | (int)e.Flags | e.Market | (int)e.Stream;
        if (small < 128)
        {
            at[0] = (byte)e.Kind;
            at[1] = (byte)e.Flags;
            at[2] = (byte)e.Market;
            at = MessagePack.WriteInt(at + 3, e.ReceiveNs);
            at = MessagePack.WriteInt(at, e.ExchangeMs);
            *at++ = (byte)e.Stream;
        }
        else
        {
            at = MessagePack.WriteInt(at, (long)e.Kind);
            at = MessagePack.WriteInt(at, (long)e.Flags);
            at = MessagePack.WriteInt(at, e.Market);
            at = MessagePack.WriteInt(at, e.ReceiveNs);
            at = MessagePack.WriteInt(at, e.ExchangeMs);
            at = MessagePack.WriteInt(at, (long)e.Stream);
        }
        return MessagePack.WriteInt(at, e.StreamSeq);
    }

    private static byte* WriteIntegers(byte* at, ref long words, int count)
    {
        for (int i = 0; i < count; i++)
            at = MessagePack.WriteInt(at, Unsafe.Add(ref words, i));
        return at;
    }

    private static byte* WriteNumbers(byte* at, ref long words, in RecordLayout layout)
    {
        int floats = layout.Floats;
        for (int i = 0; i < layout.FieldCount; i++, floats >>= 1)
        {
            long word = Unsafe.Add(ref words, i);
            at = (floats & 1) != 0 ? MessagePack.WriteFloat64(at, word) : MessagePack.WriteInt(at, word);
        }
        return at;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* WriteSpecial(byte* start, byte* at, in Event e, RecordShape shape)
    {
        if (shape == RecordShape.Hashes)
        {
            at = MessagePack.WriteBin8(at, e.OrderSigned.Hash);
            at = MessagePack.WriteBin8(at, e.OrderSigned.R);
            return MessagePack.WriteBin8(at, e.OrderSigned.S);
        }
        if ((ulong)e.Text.Length > TextPayload.Capacity)
        {
            // Behind the last record there are zeros and nothing else.
            new Span<byte>(start, RoomBytes).Clear();
            throw new ArgumentException($"a text has 0 to {TextPayload.Capacity} bytes, got {e.Text.Length}", nameof(e));
        }
        at = MessagePack.WriteInt(at, (long)e.Text.Purpose);
        return Utf8.IsValid(e.Text.Utf8) ? MessagePack.WriteStr(at, e.Text.Utf8) : MessagePack.WriteBin8(at, e.Text.Utf8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowUnknownKind(EventKind kind) =>
        throw new ArgumentException($"event kind {(int)kind} is not in this version's schema", nameof(kind));
}
