using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

public sealed class CodecTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(20_261_122, 17);

    [Fact]
    public void The_checksum_is_castagnolis()
    {
        Assert.Equal(0xe3069283u, Crc32C.Compute("123456789"u8));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Fact]
    public unsafe void The_fast_checksum_agrees_with_the_plain_one_on_every_length()
    {
        byte[] bytes = new byte[300];
        new System.Random(7).NextBytes(bytes);

        fixed (byte* start = bytes)
        {
            for (int length = 1; length < 280; length++)
                Assert.Equal(Crc32C.Compute(bytes.AsSpan(0, length + 1)), Crc32C.Compute(bytes[0], start + 1, length));
        }
    }

    [Fact]
    public void An_event_with_any_numbers_comes_back_the_same()
    {
        Property property = Prop.ForAll(Events().ToArbitrary(), Arb.From(Numbers()), (e, sequence) =>
        {
            byte[] buffer = new byte[EventEncoder.RoomBytes];
            int length = EventEncoder.Encode(in e, sequence, buffer);

            int read = EventDecoder.TryDecode(buffer.AsSpan(0, length), out Event back, out long backSequence);

            return length <= EventEncoder.MaxRecordBytes && read == length && backSequence == sequence
                && Samples.Bytes(in e).SequenceEqual(Samples.Bytes(in back)) && buffer.AsSpan(length).IndexOfAnyExcept((byte)0) < 0;
        });

        Check.One(Seeded, property);
    }

    [Fact]
    public void A_record_is_what_the_plain_encoder_writes()
    {
        Property property = Prop.ForAll(Events().ToArbitrary(), Arb.From(Numbers()), (e, sequence) =>
        {
            byte[] buffer = new byte[EventEncoder.RoomBytes];
            int length = EventEncoder.Encode(in e, sequence, buffer);

            return buffer.AsSpan(0, length).SequenceEqual(PlainEncoder.Encode(e, sequence));
        });

        Check.One(Seeded, property);
    }

    [Fact]
    public void The_record_that_the_readme_takes_apart_is_what_is_written()
    {
        byte[] buffer = new byte[EventEncoder.RoomBytes];
        Event e = Samples.Level(5);

        int length = EventEncoder.Encode(in e, 5, buffer);

        Assert.Equal(
            "9c05010600cf18e91efd632f609dcf000001a1ee565e7b010601ce000ecd15d1f6d7ce6679ce21", Convert.ToHexStringLower(buffer, 0, length));
    }

    [Fact]
    public void A_record_with_any_byte_flipped_is_refused()
    {
        byte[] buffer = new byte[EventEncoder.RoomBytes];
        foreach (Event sample in Samples.EveryKind())
        {
            Event e = sample;
            int length = EventEncoder.Encode(in e, 5, buffer);
            for (int i = 0; i < length; i++)
            {
                buffer[i] ^= 0x41;
                Assert.Equal(0, EventDecoder.TryDecode(buffer.AsSpan(0, length), out _, out _));
                buffer[i] ^= 0x41;
            }
        }
    }

    [Fact]
    public void A_record_cut_anywhere_is_refused()
    {
        byte[] buffer = new byte[EventEncoder.RoomBytes];
        foreach (Event sample in Samples.EveryKind())
        {
            Event e = sample;
            int length = EventEncoder.Encode(in e, 5, buffer);
            for (int cut = 0; cut < length; cut++)
                Assert.Equal(0, EventDecoder.TryDecode(buffer.AsSpan(0, cut), out _, out _));
        }
    }

    [Fact]
    public void Random_bytes_never_crash_the_decoders()
    {
        var random = new System.Random(99);
        byte[] bytes = new byte[256];
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)(i % 3 == 0 ? 0xdc : 0x90 | bytes[0] & 15);
            if (i % 2 == 0)
                bytes.AsSpan(1, 2).Clear();
            ReadOnlySpan<byte> source = bytes.AsSpan(0, random.Next(bytes.Length));
            Assert.Equal(0, EventDecoder.TryDecode(source, out _, out _));
            RecordFault fault = RawRecord.TryParse(source, out _);
            Assert.NotEqual(RecordFault.None, fault);
            RawRecord.Describe(fault, source);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(60_000)]
    public void A_kind_without_a_schema_is_refused(int kind)
    {
        Event e = default;
        e.Kind = (EventKind)kind;

        var refused = Assert.Throws<ArgumentException>(() => EventEncoder.Encode(in e, 0, new byte[EventEncoder.RoomBytes]));

        Assert.Contains($"kind {kind} ", refused.Message, StringComparison.Ordinal);
    }

    private static Gen<long> Numbers() =>
        Gen.OneOf(
            Gen.Elements(Samples.Integers),
            from bits in Gen.Choose(0, 63)
            from high in Gen.Choose(int.MinValue, int.MaxValue)
            from low in Gen.Choose(int.MinValue, int.MaxValue)
            select ((long)high << 32 | (uint)low) >> bits);

    private static Gen<Event> Events() =>
        from kind in Gen.Elements(Samples.Kinds.ToArray())
        from numbers in Numbers().ListOf(20)
        from bits in Numbers().ListOf(12)
        from letters in Gen.Elements('a', 'é', '価', '\0', '"').ListOf()
        select Filled(kind, numbers, bits, new string([.. letters]));

    private static Event Filled(EventKind kind, IReadOnlyList<long> numbers, IReadOnlyList<long> bits, string text)
    {
        int number = 0;
        int bit = 0;
        return Samples.Of(
            kind, () => numbers[number++], () => BitConverter.Int64BitsToDouble(bits[bit++]), () => Encoding.UTF8.GetBytes(text));
    }
}
