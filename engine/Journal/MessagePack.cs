using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Journal;

/// <summary>
/// The parts of the MessagePack format (github.com/msgpack/msgpack, spec.md) that records are made of. Unchecked: the caller
/// guarantees the room. Integers may write up to 8 bytes beyond their end, and read as many.
/// </summary>
internal static unsafe class MessagePack
{
    public const byte FixArray = 0x90;
    public const byte Array16 = 0xdc;
    public const byte Bin8 = 0xc4;
    public const byte Float64 = 0xcb;
    public const byte UInt32 = 0xce;
    public const byte UInt64 = 0xcf;
    public const byte Int8 = 0xd0;
    public const byte Int64 = 0xd3;
    public const byte FixStr = 0xa0;
    public const byte Str8 = 0xd9;
    public const byte Str16 = 0xda;

    /// <summary>Bytes of an integer or a double, at most.</summary>
    public const int MaxNumberBytes = 9;

    /// <summary>Bytes of a record's checksum: always a full uint32.</summary>
    public const int CrcBytes = 5;

    // For reading: low four bits = bytes after the code; then these.
    private const byte IsSigned = 0x10;
    private const byte IsFixed = 0x20;
    private const byte NotAnInteger = 0x80;

    /// <summary>
    /// The forms of integers of up to five bytes, by the leading zeros of a number that is not negative, and by their complement of one
    /// that is: lowest byte, how far the number is shifted to stand behind its code; then its bytes in all; highest byte, the code, for
    /// negative numbers exclusive-or the sign bits that the shift leaves there. 0 for all that takes nine bytes.
    /// </summary>
    private static readonly ulong* WriteForms = BuildWriteForms();

    private static readonly byte[] ReadForms = BuildReadForms();

    /// <summary>
    /// Writes the shortest form of <paramref name="value"/> and returns the place after it. The one branch is whether it takes nine bytes:
    /// hardly ever another than the last time for the same field.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteInt(byte* at, long value)
    {
        ulong form = WriteFormOf(value);
        if (form == 0)
        {
            *at = value < 0 ? Int64 : UInt64;
            Unsafe.WriteUnaligned(at + 1, BigEndian((ulong)value));
            return at + MaxNumberBytes;
        }
        Unsafe.WriteUnaligned(at, BigEndian(((ulong)value << (int)form) ^ form));
        return at + (uint)(byte)(form >> 8);
    }

    /// <summary>How <see cref="WriteInt"/> writes a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong WriteFormOf(long value)
    {
        long sign = value >> 63;
        return WriteForms[(uint)BitOperations.LeadingZeroCount((ulong)(value ^ sign)) ^ sign];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteFloat64(byte* at, long bits)
    {
        *at = Float64;
        Unsafe.WriteUnaligned(at + 1, BigEndian((ulong)bits));
        return at + MaxNumberBytes;
    }

    /// <summary>Writes a record's checksum, and zeros into the three bytes behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteCrc(byte* at, uint crc)
    {
        Unsafe.WriteUnaligned(at, BigEndian((ulong)UInt32 << 56 | (ulong)crc << 24));
        return at + CrcBytes;
    }

    public static byte* WriteArrayHeader(byte* at, int count)
    {
        if (count < 16)
        {
            *at = (byte)(FixArray | count);
            return at + 1;
        }
        *at = Array16;
        at[1] = (byte)(count >> 8);
        at[2] = (byte)count;
        return at + 3;
    }

    /// <summary>At most 255 bytes.</summary>
    public static byte* WriteBin8(byte* at, ReadOnlySpan<byte> bytes)
    {
        *at = Bin8;
        at[1] = (byte)bytes.Length;
        bytes.CopyTo(new Span<byte>(at + 2, bytes.Length));
        return at + 2 + bytes.Length;
    }

    /// <summary>At most 65,535 bytes.</summary>
    public static byte* WriteStr(byte* at, ReadOnlySpan<byte> utf8)
    {
        switch (utf8.Length)
        {
            case < 32:
                *at++ = (byte)(FixStr | utf8.Length);
                break;
            case < 256:
                *at++ = Str8;
                *at++ = (byte)utf8.Length;
                break;
            default:
                *at++ = Str16;
                *at++ = (byte)(utf8.Length >> 8);
                *at++ = (byte)utf8.Length;
                break;
        }
        utf8.CopyTo(new Span<byte>(at, utf8.Length));
        return at + utf8.Length;
    }

    /// <summary>
    /// Reads an integer of any width. <paramref name="refused"/> gets its top bit set, and keeps it, if there is no integer or one
    /// above <see cref="long.MaxValue"/>. The branch lets the next value be found before this one's code has arrived.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* ReadInt(byte* at, out long value, ref long refused)
    {
        int code = *at;
        if (code < 0x80)
        {
            value = code;
            return at + 1;
        }
        int form = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(ReadForms), code);
        int extra = form & 15;
        ulong raw = BigEndian(Unsafe.ReadUnaligned<ulong>(at + 1));
        int shift = 64 - (extra << 3);
        long signed = (form & IsFixed) != 0 ? (sbyte)code : (long)raw >> shift;
        long unsigned = (long)(raw >> shift);
        value = (form & IsSigned) != 0 ? signed : unsigned;
        refused |= (long)form << 56 | ((form & IsSigned) != 0 ? 0 : unsigned);
        return at + 1 + extra;
    }

    /// <summary>The eight bytes after a code.</summary>
    public static long ReadUInt64(byte* at) => (long)BigEndian(Unsafe.ReadUnaligned<ulong>(at + 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* ReadFloat64(byte* at, out long bits, ref long refused)
    {
        refused |= *at == Float64 ? 0 : long.MinValue;
        bits = (long)BigEndian(Unsafe.ReadUnaligned<ulong>(at + 1));
        return at + MaxNumberBytes;
    }

    /// <summary>
    /// The length of the value that begins <paramref name="bytes"/>, whatever its type, contents included; 0 if it is not
    /// complete or begins with the one code that MessagePack does not use.
    /// </summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        long pending = 1;
        long at = 0;
        while (pending > 0)
        {
            pending--;
            if (at >= bytes.Length)
                return 0;
            (long head, long body, long items) = Measure(bytes[(int)at..]);
            if (head == 0)
                return 0;
            at += head + body;
            pending += items;
            // Each item takes a byte at least: refuses absurd counts before walking them.
            if (at + pending > bytes.Length)
                return 0;
        }
        return (int)at;
    }

    /// <summary>What a code announces: bytes of its head, bytes of its contents, values that follow it.</summary>
    private static (long Head, long Body, long Items) Measure(ReadOnlySpan<byte> bytes)
    {
        byte code = bytes[0];
        return code switch
        {
            <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3 => (1, 0, 0),
            <= 0x8f => (1, 0, 2 * (code & 15)),
            <= 0x9f => (1, 0, code & 15),
            <= 0xbf => (1, code & 31, 0),
            0xc1 => (0, 0, 0),
            <= 0xc6 => Prefixed(bytes, 1 << (code - 0xc4), 0, 1, 0),
            <= 0xc9 => Prefixed(bytes, 1 << (code - 0xc7), 1, 1, 0),
            0xca or 0xce or 0xd2 => (1, 4, 0),
            0xcb or 0xcf or 0xd3 => (1, 8, 0),
            0xcc or 0xd0 => (1, 1, 0),
            0xcd or 0xd1 => (1, 2, 0),
            <= 0xd8 => (2, 1 << (code - 0xd4), 0),
            <= 0xdb => Prefixed(bytes, 1 << (code - 0xd9), 0, 1, 0),
            <= 0xdd => Prefixed(bytes, 2 << (code - 0xdc), 0, 0, 1),
            _ => Prefixed(bytes, 2 << (code - 0xde), 0, 0, 2),
        };
    }

    private static (long Head, long Body, long Items) Prefixed(
        ReadOnlySpan<byte> bytes, int prefixBytes, int typeBytes, int bytesPerUnit, int itemsPerUnit)
    {
        if (bytes.Length < 1 + prefixBytes)
            return (0, 0, 0);
        long count = 0;
        for (int i = 1; i <= prefixBytes; i++)
            count = count << 8 | bytes[i];
        return (1 + prefixBytes + typeBytes, count * bytesPerUnit, count * itemsPerUnit);
    }

    private static ulong BigEndian(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static ulong* BuildWriteForms()
    {
        // Never freed: it lives as long as the process.
        ulong* forms = (ulong*)NativeMemory.AllocZeroed(130, sizeof(ulong)) + 65;
        for (int bits = 0; bits <= 32; bits++)
        {
            forms[64 - bits] = bits switch
            {
                <= 7 => Form(0, 0),
                <= 8 => Form(0xcc, 1),
                <= 16 => Form(0xcd, 2),
                _ => Form(UInt32, 4),
            };
        }
        for (int bits = 0; bits <= 31; bits++)
        {
            forms[~(64 - bits)] = bits switch
            {
                <= 5 => Form(0, 0),
                <= 7 => Form(0xff ^ 0xd0, 1),
                <= 15 => Form(0xff ^ 0xd1, 2),
                _ => Form(0xff ^ 0xd2, 4),
            };
        }
        return forms;

        static ulong Form(byte code, int extra) => (ulong)code << 56 | (uint)(1 + extra) << 8 | (uint)(56 - (8 * extra));
    }

    private static byte[] BuildReadForms()
    {
        byte[] forms = new byte[256];
        for (int code = 0; code < forms.Length; code++)
        {
            forms[code] = code switch
            {
                >= 0xe0 => IsFixed | IsSigned,
                >= 0xcc and <= 0xcf => (byte)(1 << (code - 0xcc)),
                >= 0xd0 and <= 0xd3 => (byte)(1 << (code - 0xd0) | IsSigned),
                _ => NotAnInteger,
            };
        }
        return forms;
    }
}
