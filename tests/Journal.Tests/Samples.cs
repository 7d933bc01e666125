using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Journal.Tests;

/// <summary>Events, headers and settings to write.</summary>
internal static class Samples
{
    public const long StartNs = 1_795_000_000_123_456_789;

    /// <summary>Numbers at the edges of every width that MessagePack has.</summary>
    public static readonly long[] Integers =
    [
        0, 1, 31, 32, 33, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, int.MaxValue, int.MaxValue + 1L, uint.MaxValue, uint.MaxValue + 1L,
        long.MaxValue - 1, long.MaxValue, -1, -31, -32, -33, -127, -128, -129, -32_768, -32_769, int.MinValue, int.MinValue - 1L,
        long.MinValue + 1, long.MinValue, 1_795_000_000_123_456_789, 1_795_000_000_123,
    ];

    public static readonly double[] Doubles =
    [
        0, -0.0, 1, -1, 0.1, 1.0 / 3, double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        2.2250738585072014e-308, 97_123.45,
    ];

    public static IEnumerable<EventKind> Kinds => Enum.GetValues<EventKind>().Where(EventSchema.Knows);

    public static SessionHeader Header() => new()
    {
        StartNs = StartNs,
        StartMonotonicNs = 86_400_123_456_789,
        EngineVersion = "0.1.0",
        Settings = Settings(),
        Domain = new SessionDomain("Perpetuals", "v0", "SN_SEPOLIA", 1),
        PublicKey = "0x61c5e7e8339b7d56f197f54ea91b776776690e3232313de0f2ecbd0ef76f466",
        PositionId = 10_002,
    };

    public static EngineSettings Settings() => new()
    {
        Market = new MarketSettings
        {
            Name = "BTC-USD",
            Tick = new Grid(1, 1),
            Step = new Grid(1, 3),
            MinOrderSteps = 1,
            MaxLimitOrderValueMicro = 5_000_000_000_000,
            MaxPositionValueMicro = 10_000_000_000_000,
            LimitPriceCapNano = 50_000_000,
            LimitPriceFloorNano = 50_000_000,
            MakerFeePico = 0,
            TakerFeePico = 250_000_000,
            SyntheticResolution = 1_000_000,
            CollateralResolution = 1_000_000,
            SyntheticId = "0x4254432d3600000000000000000000",
            CollateralId = "0x1",
        },
        Quoting = new QuotingSettings { NotionalMicro = 250_000_000 },
        Risk = new RiskSettings { MaxPositionMicro = 1_000_000_000, MaxOrderNotionalMicro = 500_000_000 },
        Orders = new OrderSettings(),
    };

    /// <summary>A book level that is a function of its sequence.</summary>
    public static Event Level(long sequence)
    {
        Event e = default;
        e.Begin(EventKind.BookLevel, EventFlags.FrameStart | EventFlags.FrameEnd, 0, StreamId.OrderBook, StartNs + (sequence * 1_000));
        e.ExchangeMs = (StartNs / 1_000_000) + (sequence / 1_000);
        e.StreamSeq = sequence + 1;
        e.BookLevel.Side = (Side)(sequence & 1);
        e.BookLevel.PriceTicks = 970_000 + (sequence % 1_000);
        e.BookLevel.QuantitySteps = (sequence * 31 % 5_000) - 2_500;
        return e;
    }

    /// <summary>An event of a kind with chosen words in all its fields.</summary>
    public static Event Of(EventKind kind, Func<long> integer, Func<double> number, Func<byte[]> text)
    {
        Event e = default;
        e.Begin(kind, (EventFlags)(ushort)integer(), (ushort)integer(), (StreamId)(ushort)integer(), integer());
        e.ExchangeMs = integer();
        e.StreamSeq = integer();
        ReadOnlySpan<FieldSchema> fields = EventSchema.Of(kind);
        if (kind == EventKind.Text)
        {
            e.Text.Set((TextPurpose)integer(), text());
            return e;
        }
        if (kind == EventKind.OrderSigned)
        {
            for (int i = 0; i < EventSchema.MaxWords; i++)
                e.Words[i] = integer();
            return e;
        }
        for (int i = 0; i < fields.Length; i++)
            e.Words[i] = fields[i].Type == FieldType.Float64 ? BitConverter.DoubleToInt64Bits(number()) : integer();
        return e;
    }

    /// <summary>Every kind with every edge number somewhere.</summary>
    public static List<Event> EveryKind()
    {
        int integer = 0;
        int number = 0;
        string[] texts = ["", "a", "naïve — 価格", new string('x', 31), new string('y', 32), new string('z', 80)];
        int text = 0;
        var events = new List<Event>();
        for (int round = 0; round < 12; round++)
        {
            foreach (EventKind kind in Kinds)
            {
                events.Add(Of(
                    kind,
                    () => Integers[integer++ % Integers.Length],
                    () => Doubles[number++ % Doubles.Length],
                    () => round == 11 ? [0xff, 0xfe, 0x80] : System.Text.Encoding.UTF8.GetBytes(texts[text++ % texts.Length])));
            }
        }
        return events;
    }

    public static ReadOnlySpan<byte> Bytes(in Event e) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<Event>(in e));

    /// <summary>The 32-byte number of an <see cref="EventKind.OrderSigned"/>: hash, r, s.</summary>
    public static ReadOnlySpan<byte> Number(in Event e, int index) => Bytes(in e).Slice(Event.PayloadOffset + (32 * index), 32);

    public static Event[] ReadAll(JournalReader reader)
    {
        var events = new List<Event>();
        while (reader.TryRead(out Event e, out long sequence))
        {
            Assert.Equal(reader.FirstSequence + events.Count + reader.UnknownRecords, sequence);
            events.Add(e);
        }
        return [.. events];
    }

    public static void AssertEqual(IReadOnlyList<Event> expected, IReadOnlyList<Event> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Event e = expected[i];
            Event a = actual[i];
            Assert.True(Bytes(in e).SequenceEqual(Bytes(in a)), $"event {i}, kind {e.Kind}");
        }
    }
}
