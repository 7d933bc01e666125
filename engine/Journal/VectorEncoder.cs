using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal;

/// <summary>
/// Writes the same bytes as <see cref="EventEncoder"/>'s plain way for the events of which there are many, all fields at once and without
/// a branch on their widths: up to seven integers of at most 32 bits, after a head as market data have it. Hot path.
/// </summary>
/// <remarks>
/// A record's elements are put together in one vector and stored at once: the checksum then reads what one store wrote, and need not wait
/// until many small ones have reached the cache. The stream's sequence and the fields, eight neighbouring words of the event, are shifted
/// behind their codes, one in each lane, and the bytes that the shortest form has are kept and closed up. The head has one variable element,
/// the sequence, and so is a permutation for each of its widths.
/// </remarks>
internal static unsafe class VectorEncoder
{
    /// <summary>Kind, flags, market and stream are below 128 if these bits are 0.</summary>
    private const ulong NotSmall = 0xff80_ff80_ff80_ff80;

    /// <summary>-2^31 is the least number of 32 bits; 2^32 - 1 the greatest.</summary>
    private const long LeastBelowZero = 1L << 31;

    // MessagePack's forms by leading zeros, of negative numbers from 64 on.
    private static readonly Vector512<byte> ShiftsLow = VectorTable.Vector(zeros => (byte)FormOf(zeros, negative: false));
    private static readonly Vector512<byte> ShiftsHigh = VectorTable.Vector(zeros => (byte)FormOf(zeros, negative: true));
    private static readonly Vector512<byte> CodesLow = VectorTable.Vector(zeros => (byte)(FormOf(zeros, negative: false) >> 56));
    private static readonly Vector512<byte> CodesHigh = VectorTable.Vector(zeros => (byte)(FormOf(zeros, negative: true) >> 56));

    private static readonly Vector512<byte> BigEndianLanes = VectorTable.Vector(i => (i & 8) + 7 - (i & 7));
    private static readonly Vector512<byte> LowestOfLane = VectorTable.Vector(i => i & 8);
    private static readonly HeadForm* Heads = BuildHeads();
    private static readonly TailForm* Tails = BuildTails();

    /// <summary>
    /// Writes what stands between a record's first byte and its checksum, and zeros behind; returns its length, or 0, with nothing written, if
    /// the event is not of the shape.
    /// </summary>
    /// <param name="at">Behind the first byte; room as <see cref="EventEncoder.RoomBytes"/> says.</param>
    /// <param name="e">The event.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="lanes"><see cref="RecordLayout.Lanes"/> of its kind, not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TryWrite(byte* at, in Event e, long sequence, int lanes)
    {
        ref byte bytes = ref Unsafe.As<Event, byte>(ref Unsafe.AsRef(in e));
        TailForm* tailForm = Tails + lanes;
        Vector512<long> words = Vector512.LoadUnsafe(ref Unsafe.As<byte, long>(ref Unsafe.Add(ref bytes, RecordLayout.TailOffset))) & tailForm->Present;
        if (Vector512.GreaterThanAny((words + Vector512.Create(LeastBelowZero)).AsUInt64(), Vector512.Create((ulong)uint.MaxValue + LeastBelowZero)))
            return 0;
        if ((Unsafe.As<byte, ulong>(ref bytes) & NotSmall) != 0 || e.ReceiveNs <= uint.MaxValue || e.ExchangeMs <= uint.MaxValue)
            return 0;
        ulong sequenceForm = MessagePack.WriteFormOf(sequence);
        if (sequenceForm == 0)
            return 0;
        Vector512<byte> tail = Tail(words, tailForm->Limits, out int tailBytes);

        HeadForm* head = Heads + ((lanes & VectorTable.MaxLanes) | (int)(byte)(sequenceForm >> 8));
        Vector512<byte> sequenceWord = Vector512.CreateScalar(((ulong)sequence << (int)sequenceForm) ^ sequenceForm).AsByte();
        Vector512<byte> elements = head->Fixed
            | Avx512Vbmi.PermuteVar64x8x2(Vector256.LoadUnsafe(ref bytes).ToVector512(), head->Picks, sequenceWord)
            | Avx512Vbmi.PermuteVar64x8x2(tail, head->TailPicks, Vector512<byte>.Zero);
        int length = head->Bytes + tailBytes;
        if (length + MessagePack.CrcBytes > VectorTable.Bytes)
            tail.Store(at + head->Bytes);
        elements.Store(at);
        return length;
    }

    /// <summary>Reads the heads of records with a sequence like this, and all tails.</summary>
    public static long Touch(long sequence)
    {
        int width = (int)(byte)(MessagePack.WriteFormOf(sequence) >> 8);
        return CacheLines.Touch(in Heads[width]) + CacheLines.Touch(in Heads[VectorTable.MaxLanes | width])
            + CacheLines.Touch(new ReadOnlySpan<TailForm>(Tails, VectorTable.MaxLanes + 1));
    }

    /// <summary>Integers of at most 32 bits in their shortest forms, one after the other, then zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Tail(Vector512<long> words, Vector512<byte> limits, out int length)
    {
        Vector512<long> signs = words >> 63;
        Vector512<long> zeros = Avx512CD.LeadingZeroCount((words ^ signs) | Vector512<long>.One);
        Vector512<byte> forms = (zeros | (signs & Vector512.Create(64L))).AsByte();
        Vector512<long> shifts = Avx512Vbmi.PermuteVar64x8x2(ShiftsLow, forms, ShiftsHigh).AsInt64();
        Vector512<long> codes = Avx512Vbmi.PermuteVar64x8x2(CodesLow, forms, CodesHigh).AsInt64() << 56;
        Vector512<byte> written = (Avx512F.ShiftLeftLogicalVariable(words, shifts.AsUInt64()) ^ codes).AsByte();
        Vector512<byte> kept = Vector512.LessThanOrEqual(Avx512BW.Shuffle(shifts.AsByte(), LowestOfLane), limits);
        length = BitOperations.PopCount(kept.ExtractMostSignificantBits());
        return Avx512Vbmi2.Compress(Vector512<byte>.Zero, kept, Avx512BW.Shuffle(written, BigEndianLanes));
    }

    /// <summary>The form of numbers of up to 32 bits with so many leading zeros; a lane's other bytes ask for 0 zeros and get 0.</summary>
    private static ulong FormOf(int zeros, bool negative) =>
        zeros == 0 ? 0 : MessagePack.WriteFormOf(negative ? ~(1L << (63 - zeros)) : 1L << (63 - zeros));

    private static HeadForm* BuildHeads()
    {
        const byte Zero = 63;
        const byte SequenceWord = 64;
        const byte NoTail = 64;
        HeadForm* heads = VectorTable.Allocate<HeadForm>(2 * VectorTable.MaxLanes);
        for (int i = 0; i < 2 * VectorTable.MaxLanes; i++)
        {
            List<byte> picks = [];
            List<byte> constants = [];
            bool hasLength = (i & VectorTable.MaxLanes) != 0;
            if (hasLength)
                Constant(0, RecordLayout.HeadCount + VectorTable.MaxLanes);
            for (int n = 0; n < (i & (VectorTable.MaxLanes - 1)); n++)
                Pick(SequenceWord + 7 - n);
            Pick(0);
            Pick(2);
            Pick(4);
            foreach (int time in (int[])[8, 16])
            {
                Constant(MessagePack.UInt64);
                for (int n = 7; n >= 0; n--)
                    Pick(time + n);
            }
            Pick(6);
            int length = picks.Count;
            heads[i] = new HeadForm
            {
                Picks = VectorTable.Vector(n => n < length ? picks[n] : Zero),
                Fixed = VectorTable.Vector(n => n < length ? constants[n] : 0),
                TailPicks = VectorTable.Vector(n => n < length ? NoTail : n - length),
                Bytes = length,
            };

            void Pick(int from)
            {
                picks.Add((byte)from);
                constants.Add(0);
            }

            void Constant(params ReadOnlySpan<byte> values)
            {
                foreach (byte value in values)
                {
                    picks.Add(Zero);
                    constants.Add(value);
                }
            }
        }
        return heads;
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
                Limits = VectorTable.Vector(i => i < bytes ? 56 - (8 * (i & 7)) : 0),
            };
        }
        return tails;
    }

    /// <summary>What stands before the stream's sequence, for one width of the sequence.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 4 * VectorTable.Bytes)]
    private struct HeadForm
    {
        /// <summary>Which byte of the event's first 32 stands there; from 64 on, which of the sequence.</summary>
        public Vector512<byte> Picks;

        /// <summary>Codes and the array's length.</summary>
        public Vector512<byte> Fixed;

        /// <summary>Which byte of the tail stands there; from 64 on, none.</summary>
        public Vector512<byte> TailPicks;

        /// <summary>Its length.</summary>
        public int Bytes;
    }

    /// <summary>What stands from the stream's sequence on, for one number of integers.</summary>
    private struct TailForm
    {
        /// <summary>All bits of the lanes that count.</summary>
        public Vector512<long> Present;

        /// <summary>A byte of a lane is kept if the lane was shifted by at most so much.</summary>
        public Vector512<byte> Limits;
    }
}
