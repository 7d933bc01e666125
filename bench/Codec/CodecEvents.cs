using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Codec;

/// <summary>
/// Events as the exchange's streams give them, each another: sizes are spread over all widths and changes have both signs, so that no branch
/// predictor learns them; prices, times and sequences have the widths that they have on the exchange.
/// </summary>
internal static class CodecEvents
{
    /// <summary>Few enough that they and their records fit into a first-level cache, as the event does that the engine has just parsed.</summary>
    public const int Count = 192;

    private const long StartNs = 1_795_000_000_123_456_789;
    private const long FirstStreamSeq = 40_000_000;
    private const long PriceTicks = 970_000;

    /// <summary>Best bid/ask: fifteen integers and the checksum.</summary>
    public static Event[] BestBidAsk() => Many(EventKind.BestBidAsk, StreamId.BestBidAsk, static (ref Event e, Random random) =>
    {
        e.BestBidAsk.BidTicks = PriceTicks + random.Next(2_000);
        e.BestBidAsk.BidSteps = Steps(random);
        e.BestBidAsk.AskTicks = e.BestBidAsk.BidTicks + 1 + random.Next(3);
        e.BestBidAsk.AskSteps = Steps(random);
    });

    /// <summary>A level of a book's delta: eleven integers and the checksum.</summary>
    public static Event[] BookLevel() => Many(EventKind.BookLevel, StreamId.OrderBook, static (ref Event e, Random random) =>
    {
        e.BookLevel.Side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        e.BookLevel.PriceTicks = PriceTicks + random.Next(2_000);
        e.BookLevel.QuantitySteps = random.Next(2) == 0 ? Steps(random) : -Steps(random);
    });

    /// <summary>A public trade: fourteen integers, four of them wide, and the checksum.</summary>
    public static Event[] PublicTrade() => Many(EventKind.PublicTrade, StreamId.Trades, static (ref Event e, Random random) =>
    {
        e.PublicTrade.TradeId = 2_000_000_000_000_000_000 + random.NextInt64(1L << 40);
        e.PublicTrade.TradeMs = e.ExchangeMs;
        e.PublicTrade.TakerSide = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        e.PublicTrade.PriceTicks = PriceTicks + random.Next(2_000);
        e.PublicTrade.QuantitySteps = Steps(random);
    });

    /// <summary>An own order's request: twenty integers, five of them wide, and the checksum.</summary>
    public static Event[] OrderSent() => Many(EventKind.OrderSent, StreamId.OrdersBuy, static (ref Event e, Random random) =>
    {
        e.ExchangeMs = 0;
        e.OrderSent.CauseSequence = 123_000_000 + random.Next(1_000_000);
        e.OrderSent.OwnId = random.NextInt64(1L << 40);
        e.OrderSent.CancelOwnId = random.NextInt64(1L << 40);
        e.OrderSent.PriceTicks = PriceTicks + random.Next(2_000);
        e.OrderSent.QuantitySteps = Steps(random);
        e.OrderSent.Nonce = random.Next();
        e.OrderSent.ExpiryMs = StartNs / 1_000_000;
        e.OrderSent.BeforeSendNs = e.ReceiveNs + random.Next(50_000);
        e.OrderSent.AfterSendNs = e.OrderSent.BeforeSendNs + random.Next(20_000);
    });

    private delegate void Fill(ref Event e, Random random);

    private static Event[] Many(EventKind kind, StreamId stream, Fill fill)
    {
        var random = new Random(20_261_122);
        Event[] events = GC.AllocateArray<Event>(Count, pinned: true);
        long ns = StartNs;
        for (int i = 0; i < events.Length; i++)
        {
            ns += random.Next(1_000, 10_000_000);
            events[i].Begin(kind, EventFlags.FrameStart | EventFlags.FrameEnd, 0, stream, ns);
            events[i].ExchangeMs = ns / 1_000_000;
            events[i].StreamSeq = FirstStreamSeq + i;
            fill(ref events[i], random);
        }
        return events;
    }

    /// <summary>From 0.00001 to 5 bitcoin, as many of each number of digits.</summary>
    private static long Steps(Random random) => (long)Math.Pow(10, random.NextDouble() * 5.7);
}
