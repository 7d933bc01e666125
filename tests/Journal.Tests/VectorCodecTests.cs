using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>
/// The frequent records, which processors with AVX-512 write and read with all fields at once, against the plain encoder and decoder. On
/// other processors the same tests hold the plain ways against each other.
/// </summary>
public sealed unsafe class VectorCodecTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(5_000).WithReplay(20_261_122, 29);

    private static readonly EventKind[] FrequentKinds = [.. Samples.Kinds.Where(kind => Layout(kind).Lanes != 0)];

    [Fact]
    public void Market_data_are_among_the_kinds_that_fit_into_a_vector()
    {
        foreach (EventKind kind in (EventKind[])[EventKind.BestBidAsk, EventKind.BookLevel, EventKind.PublicTrade, EventKind.MarkPrice])
            Assert.Contains(kind, FrequentKinds);
        Assert.DoesNotContain(EventKind.OrderSent, FrequentKinds);
        Assert.DoesNotContain(EventKind.Text, FrequentKinds);
    }

    [Fact]
    public void Every_edge_number_in_every_place_is_written_and_read_as_by_the_plain_twins()
    {
        foreach (EventKind kind in FrequentKinds)
        {
            for (int place = -8; place < EventSchema.Of(kind).Length; place++)
            {
                foreach (long number in Samples.Integers)
                {
                    Event e = Market(kind, 70_000);
                    long sequence = Put(ref e, place, number);
                    AssertSame(in e, sequence);
                }
            }
        }
    }

    [Fact]
    public void Random_frequent_events_are_written_and_read_as_by_the_plain_twins()
    {
        int vectors = 0;

        Property property = Prop.ForAll(FrequentEvents().ToArbitrary(), Arb.From(Narrow()), (e, sequence) =>
        {
            vectors += AssertSame(in e, sequence) ? 1 : 0;
            return true;
        });
        Check.One(Seeded, property);

        if (VectorTable.IsSupported)
            Assert.InRange(vectors, 2_500, 5_000);
    }

    [Fact]
    public void A_record_with_integers_of_any_legal_width_is_read_alike_by_both_decoders()
    {
        var random = new System.Random(11);
        int taken = 0;
        for (int i = 0; i < 100_000; i++)
        {
            EventKind kind = FrequentKinds[random.Next(FrequentKinds.Length)];
            byte[] record = Widened(random, kind);
            taken += AssertReadAlike(record) ? 1 : 0;
        }
        if (VectorTable.IsSupported)
            Assert.InRange(taken, 20_000, 100_000);
    }

    [Fact]
    public void A_damaged_record_is_read_or_refused_alike_by_both_decoders()
    {
        var random = new System.Random(12);
        byte[] codes = [0x7f, 0x80, 0x90, 0xc0, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xdf, 0xe0, 0xff];
        int taken = 0;
        for (int i = 0; i < 200_000; i++)
        {
            EventKind kind = FrequentKinds[random.Next(FrequentKinds.Length)];
            byte[] record = random.Next(2) == 0 ? Widened(random, kind) : PlainEncoder.Encode(Market(kind, random.Next(70_000)), random.Next());
            for (int n = random.Next(3); n >= 0; n--)
                record[random.Next(record.Length)] = random.Next(2) == 0 ? codes[random.Next(codes.Length)] : (byte)random.Next(256);
            taken += AssertReadAlike(record) ? 1 : 0;
        }
        if (VectorTable.IsSupported)
            Assert.InRange(taken, 20_000, 180_000);
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_alike_by_both_decoders()
    {
        var random = new System.Random(13);
        byte[] record = new byte[EventDecoder.LookAhead];
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(record);
            EventKind kind = FrequentKinds[random.Next(FrequentKinds.Length)];
            byte[] head = PlainEncoder.Encode(Market(kind, 1), 100_000);
            head.AsSpan(0, random.Next(24, 30)).CopyTo(record);
            AssertReadAlike(record);
        }
    }

    [Fact]
    public void The_byte_behind_a_record_is_zero_whatever_was_there()
    {
        byte[] buffer = new byte[EventEncoder.RoomBytes];
        foreach (Event sample in (Event[])[.. Samples.EveryKind(), .. FrequentKinds.Select(kind => Market(kind, 70_000))])
        {
            Event e = sample;
            buffer.AsSpan().Fill(0xff);

            int length = EventEncoder.Encode(in e, 5, buffer);

            Assert.Equal(0, buffer[length]);
        }
    }

    /// <summary>Writes and reads in all ways; true if the event was one for the vectors.</summary>
    private static bool AssertSame(in Event e, long sequence)
    {
        byte[] expected = PlainEncoder.Encode(e, sequence);
        int elements = expected.Length - MessagePack.CrcBytes;
        byte[] buffer = new byte[EventEncoder.RoomBytes];
        int length = EventEncoder.Encode(in e, sequence, buffer);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(buffer, 0, length));
        Assert.True(buffer.AsSpan(length).IndexOfAnyExcept((byte)0) < 0, "zeros behind the record");

        byte* room = stackalloc byte[EventEncoder.RoomBytes];
        byte* end = EventEncoder.WriteElementsPlainly(in e, sequence, room, Layout(e.Kind));
        Assert.True(expected.AsSpan(1, elements - 1).SequenceEqual(new ReadOnlySpan<byte>(room + 1, (int)(end - room) - 1)), "the plain way");

        Assert.Equal(length, EventDecoder.TryDecode(buffer, out Event back, out long backSequence));
        Assert.Equal(sequence, backSequence);
        Assert.True(Samples.Bytes(in e).SequenceEqual(Samples.Bytes(in back)), $"{e.Kind} comes back the same");
        AssertReadAlike(expected);

        int written = VectorTable.IsSupported ? VectorEncoder.TryWrite(room + 1, in e, sequence, Layout(e.Kind).Lanes) : 0;
        Assert.True(written == 0 || written == elements - 1, "the vector's length");
        return written != 0;
    }

    /// <summary>What the vectors read, the plain way reads too; true if they read it.</summary>
    private static bool AssertReadAlike(byte[] record)
    {
        byte* room = stackalloc byte[EventDecoder.LookAhead];
        new Span<byte>(room, EventDecoder.LookAhead).Clear();
        record.AsSpan(0, Math.Min(record.Length, EventDecoder.LookAhead)).CopyTo(new Span<byte>(room, EventDecoder.LookAhead));
        int expected = EventDecoder.ReadElementsPlainly(room, out Event plain, out long plainSequence);
        int length = VectorTable.IsSupported ? VectorDecoder.TryRead(room, out Event e, out long sequence) : EventDecoder.ReadElements(room, out e, out sequence);
        if (length == 0)
            return false;
        Assert.Equal((expected, plainSequence), (length, sequence));
        Assert.True(Samples.Bytes(in plain).SequenceEqual(Samples.Bytes(in e)), $"both read the same of {Convert.ToHexString(record)}");
        return true;
    }

    /// <summary>An event as the exchange gives it: small numbers in its head, times of today.</summary>
    private static Event Market(EventKind kind, long number)
    {
        Event e = default;
        e.Begin(kind, EventFlags.FrameStart, 0, StreamId.BestBidAsk, Samples.StartNs);
        e.ExchangeMs = Samples.StartNs / 1_000_000;
        e.StreamSeq = 40_000_000;
        for (int i = 0; i < EventSchema.Of(kind).Length; i++)
            e.Words[i] = number - i;
        return e;
    }

    /// <summary>Puts a number into the head, from -8 on, or into a field; returns the sequence.</summary>
    private static long Put(ref Event e, int place, long number)
    {
        switch (place)
        {
            case -8:
                return number;
            case -7:
                e.Flags = (EventFlags)(ushort)number;
                break;
            case -6:
                e.Market = (ushort)number;
                break;
            case -5:
                e.ReceiveNs = number;
                break;
            case -4:
                e.ExchangeMs = number;
                break;
            case -3:
                e.Stream = (StreamId)(ushort)number;
                break;
            case -2:
                e.StreamSeq = number;
                break;
            case >= 0:
                e.Words[place] = number;
                break;
        }
        return 100_000;
    }

    /// <summary>A record of the shape, its integers in the shortest or any wider form.</summary>
    private static byte[] Widened(System.Random random, EventKind kind)
    {
        Event e = Market(kind, random.Next(100_000));
        for (int i = 0; i < EventSchema.Of(kind).Length; i++)
            e.Words[i] = random.NextInt64() >> random.Next(64) << random.Next(2);
        byte[] plain = PlainEncoder.Encode(e, random.Next());
        var wide = new List<byte>();
        int at = plain[0] == MessagePack.Array16 ? 3 : 1;
        wide.AddRange(plain.AsSpan(0, at));
        for (int i = 0; at < plain.Length - MessagePack.CrcBytes; i++)
        {
            int length = MessagePack.LengthOf(plain.AsSpan(at));
            Assert.True(RawRecord.TryReadInt(plain.AsSpan(at, length), out long value));
            bool isKept = i is > 0 and < 7 || random.Next(3) > 0;
            if (isKept)
                wide.AddRange(plain.AsSpan(at, length));
            else
                AddWidened(wide, value, length, random.Next(4));
            at += length;
        }
        wide.AddRange(plain.AsSpan(at));
        return [.. wide];
    }

    private static void AddWidened(List<byte> bytes, long value, int shortest, int wider)
    {
        int extra = Math.Min(8, Math.Max(shortest - 1, 1) << wider);
        int code = value < 0 ? 0xd0 : 0xcc;
        bytes.Add((byte)(code + System.Numerics.BitOperations.Log2((uint)extra)));
        for (int i = extra - 1; i >= 0; i--)
            bytes.Add((byte)(value >> (8 * i)));
    }

    private static RecordLayout Layout(EventKind kind) => RecordLayout.ByKind[(int)kind];

    private static Gen<long> Narrow() =>
        from bits in Gen.Choose(0, 31)
        from number in Gen.Choose(int.MinValue, int.MaxValue)
        from isWide in Gen.Choose(0, 60)
        select isWide == 0 ? (long)number << 3 : number >> bits;

    private static Gen<Event> FrequentEvents() =>
        from kind in Gen.Elements(FrequentKinds)
        from small in Gen.Choose(0, 127).ListOf(3)
        from late in Gen.Choose(0, int.MaxValue).ListOf(2)
        from numbers in Narrow().ListOf(8)
        select Filled(kind, small, late, numbers);

    private static Event Filled(EventKind kind, IReadOnlyList<int> small, IReadOnlyList<int> late, IReadOnlyList<long> numbers)
    {
        Event e = default;
        e.Begin(kind, (EventFlags)small[0], (ushort)small[1], (StreamId)small[2], ((long)late[0] << 31) + late[1]);
        e.ExchangeMs = ((long)late[1] << 20) + late[0];
        e.StreamSeq = numbers[7];
        for (int i = 0; i < EventSchema.Of(kind).Length; i++)
            e.Words[i] = numbers[i];
        return e;
    }
}
