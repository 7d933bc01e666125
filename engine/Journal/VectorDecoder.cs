using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal;

/// <summary>
/// Reads the records that <see cref="VectorEncoder"/> writes, and others of their shape with integers of any width, all fields at once and
/// without a branch on their widths. Hot path.
/// </summary>
/// <remarks>
/// Where a value begins is known only from the lengths of all values before it. For each byte the place behind the value that would begin
/// there is looked up; that table applied to itself leads two values on, and again four: so three steps find all eight.
/// </remarks>
internal static unsafe class VectorDecoder
{
    private const byte FirstNumberCode = 0xcc;
    private const long FirstSignedCode = unchecked((sbyte)MessagePack.Int8);
    private const long FirstNegativeFixed = -32;

    /// <summary>A place from which on values might end behind the vector.</summary>
    private const byte TooFar = VectorTable.Bytes - 1;

    private static readonly Vector256<byte> HeadCodes = VectorTable.Vector(i => i is 3 or 12 ? MessagePack.UInt64 : 0).GetLower();

    /// <summary>Small numbers below 128, codes as they are, times below 2^63.</summary>
    private static readonly Vector256<byte> HeadChecked = VectorTable.Vector(i => i switch
    {
        3 or 12 => 0xff,
        0 or 1 or 2 or 4 or 13 or 21 => 0x80,
        _ => 0,
    }).GetLower();

    private static readonly Vector256<byte> HeadPicks = VectorTable.Vector(i => i switch
    {
        0 or 2 or 4 => i / 2,
        6 => 21,
        >= 8 and < 16 => 4 + 15 - i,
        >= 16 and < 24 => 13 + 23 - i,
        _ => 0,
    }).GetLower();

    private static readonly Vector256<byte> HeadKept = VectorTable.Vector(i => i is 0 or 2 or 4 or 6 or (>= 8 and < 24) ? 0xff : 0).GetLower();

    /// <summary>Bytes after the codes from <see cref="FirstNumberCode"/> on: uint 8 to 64, int 8 to 64; none after all others.</summary>
    private static readonly Vector512<byte> BytesAfterCode = VectorTable.Vector(i => (i & 15) < 8 ? 1 << (i & 3) : 0);

    private static readonly Vector512<byte> Places = VectorTable.Vector(i => i);
    private static readonly Vector512<byte> NextPlaces = VectorTable.Vector(i => i + 1);

    // By the bits of a lane's number: whether it goes one, two, four values on.
    private static readonly Vector512<byte> OneOn = VectorTable.Vector(i => (i / 8 & 1) * 64);
    private static readonly Vector512<byte> TwoOn = VectorTable.Vector(i => (i / 8 & 2) * 32);
    private static readonly Vector512<byte> FourOn = VectorTable.Vector(i => (i / 8 & 4) * 16);

    private static readonly Vector512<byte> BigEndianAfterCode = VectorTable.Vector(i => 8 - (i & 7));
    private static readonly TailForm* Tails = BuildTails();

    /// <summary>
    /// Reads a record's elements and returns the length to its checksum; 0 if the record is not of the shape, and then the event is not set.
    /// </summary>
    /// <param name="start">The record; as many bytes as <see cref="EventDecoder.LookAhead"/> says can be read.</param>
    /// <param name="e">The event.</param>
    /// <param name="sequence">Its sequence.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TryRead(byte* start, out Event e, out long sequence)
    {
        Unsafe.SkipInit(out e);
        byte* at = start + 1;
        int count = *start ^ MessagePack.FixArray;
        if (count == (MessagePack.Array16 ^ MessagePack.FixArray))
        {
            count = start[1] << 8 | start[2];
            at += 2;
        }

        long refused = 0;
        if (*at == MessagePack.UInt32)
        {
            sequence = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(at + 1));
            at += 5;
        }
        else
        {
            at = MessagePack.ReadInt(at, out sequence, ref refused);
        }

        uint kind = *at;
        Vector256<byte> head = Vector256.Load(at);
        if (refused < 0 || kind >= EventSchema.KindCount || ((head ^ HeadCodes) & HeadChecked) != Vector256<byte>.Zero)
            return 0;
        RecordLayout layout = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(RecordLayout.ByKind), kind);
        if (layout.Lanes == 0 || count != layout.ElementCount)
            return 0;

        TailForm* tail = Tails + layout.Lanes;
        Vector512<byte> bytes = Vector512.Load(at + RecordLayout.SmallHeadBytes);
        Vector512<byte> extras = Avx512BW.Shuffle(
            BytesAfterCode, Vector512.Min(bytes - Vector512.Create(FirstNumberCode), Vector512.Create((byte)15)));
        Vector512<byte> next = Vector512.Min(NextPlaces + extras, Vector512.Create(TooFar));
        Vector512<byte> starts = Starts(next);
        int tailBytes = Avx512Vbmi.PermuteVar64x8(next, Avx512Vbmi.PermuteVar64x8(starts, tail->LastLane)).ToScalar();
        Vector512<long> words = Values(bytes, extras, starts, out Vector512<long> unreadable);
        if ((unreadable & tail->Present) != Vector512<long>.Zero || tailBytes == TooFar)
            return 0;

        ref byte to = ref Unsafe.As<Event, byte>(ref e);
        Vector512<byte>.Zero.StoreUnsafe(ref to, Event.Size - VectorTable.Bytes);
        (Avx512Vbmi.VL.PermuteVar32x8(head, HeadPicks) & HeadKept).StoreUnsafe(ref to);
        (words & tail->Present).AsByte().StoreUnsafe(ref to, RecordLayout.TailOffset);
        return (int)(at - start) + RecordLayout.SmallHeadBytes + tailBytes;
    }

    /// <summary>Where the value of each lane begins, in all bytes of the lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Starts(Vector512<byte> next)
    {
        Vector512<byte> afterTwo = Avx512Vbmi.PermuteVar64x8(next, next);
        Vector512<byte> afterFour = Avx512Vbmi.PermuteVar64x8(afterTwo, afterTwo);
        Vector512<byte> starts = Avx512Vbmi.PermuteVar64x8x2(Places, OneOn, next);
        starts = Avx512Vbmi.PermuteVar64x8x2(Places, starts | TwoOn, afterTwo);
        return Avx512Vbmi.PermuteVar64x8x2(Places, starts | FourOn, afterFour);
    }

    /// <summary>The lanes' integers; all bits of <paramref name="unreadable"/> are set where there is none, or one above <see cref="long.MaxValue"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Values(Vector512<byte> bytes, Vector512<byte> extras, Vector512<byte> starts, out Vector512<long> unreadable)
    {
        Vector512<long> codes = Avx512Vbmi.PermuteVar64x8(bytes, starts).AsInt64() >> 56;
        Vector512<long> bits = Avx512Vbmi.PermuteVar64x8(extras, starts).AsInt64() >>> 56 << 3;
        Vector512<long> left = Avx512Vbmi.PermuteVar64x8(bytes, starts + BigEndianAfterCode).AsInt64();
        Vector512<ulong> shifts = (Vector512.Create(64L) - bits).AsUInt64();
        Vector512<long> unsigned = Avx512F.ShiftRightLogicalVariable(left, shifts);
        Vector512<long> signed = Avx512F.ShiftRightArithmeticVariable(left, shifts);
        Vector512<long> isSigned = Vector512.GreaterThanOrEqual(codes, Vector512.Create(FirstSignedCode));
        Vector512<long> isFixed = Vector512.Equals(bits, Vector512<long>.Zero);
        unreadable = Vector512.ConditionalSelect(
            isFixed, Vector512.LessThan(codes, Vector512.Create(FirstNegativeFixed)), Vector512.AndNot(unsigned >> 63, isSigned));
        return Vector512.ConditionalSelect(isFixed, codes, Vector512.ConditionalSelect(isSigned, signed, unsigned));
    }

    private static TailForm* BuildTails()
    {
        TailForm* tails = VectorTable.Allocate<TailForm>(VectorTable.MaxLanes + 1);
        for (int lanes = 1; lanes <= VectorTable.MaxLanes; lanes++)
        {
            int bytes = 8 * lanes;
            tails[lanes] = new TailForm
            {
                Present = VectorTable.Vector(i => i < bytes ? 0xff : 0).AsInt64(),
                LastLane = VectorTable.Vector(_ => bytes - 8),
            };
        }
        return tails;
    }

    /// <summary>What is read from the stream's sequence on, for one number of integers.</summary>
    private struct TailForm
    {
        /// <summary>All bits of the lanes that count.</summary>
        public Vector512<long> Present;

        /// <summary>The last of them.</summary>
        public Vector512<byte> LastLane;
    }
}
