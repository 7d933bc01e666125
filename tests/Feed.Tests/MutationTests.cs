using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

/// <summary>
/// Whatever the bytes: the cursor with its fallback and the general parser alone say the same, no exception escapes, and a refusal names a place
/// within the frame.
/// </summary>
public sealed class MutationTests
{
    private const int Seed = 20261122;
    private const int MutationsPerSample = 6_000;

    public static TheoryData<StreamKind, string> MarketSamples => new()
    {
        { StreamKind.OrderBook, "ws-orderbook-snapshot" },
        { StreamKind.OrderBook, "ws-orderbook-delta" },
        { StreamKind.OrderBook, "ws2-orderbook-delta" },
        { StreamKind.BestBidAsk, "ws-orderbook-bbo" },
        { StreamKind.BestBidAsk, "ws-orderbook-delta" },
        { StreamKind.PublicTrades, "ws-public-trades" },
        { StreamKind.MarkPrice, "ws-mark-price" },
        { StreamKind.Funding, "ws-funding" },
    };

    [Theory]
    [MemberData(nameof(MarketSamples))]
    public void Mutated_market_frames_are_read_alike_or_refused_alike(StreamKind kind, string sample)
    {
        byte[] original = Samples.Wire(sample);
        var random = new Random(Seed);
        var parser = new MarketDataParser(kind, [Samples.Btc]);
        var general = new MarketDataParser(kind, [Samples.Btc]);
        int refused = 0;
        for (int i = 0; i < MutationsPerSample; i++)
        {
            byte[] frame = Mutate(original, random);

            string first = Describe(parser, parser.Parse(frame), frame);
            string second = Describe(general, general.ParseGeneral(frame), frame);

            Assert.True(first == second, $"seed {Seed}, mutation {i}: {Encoding.UTF8.GetString(frame)}\n{first}\n{second}");
            refused += parser.Reason == RejectionReason.None ? 0 : 1;
        }
        Assert.InRange(refused, 1, kind == StreamKind.BestBidAsk ? MutationsPerSample : MutationsPerSample - 1);
    }

    [Theory]
    [InlineData("ws-account-order")]
    [InlineData("ws-account-order-replaced")]
    [InlineData("ws-account-trade")]
    [InlineData("ws-account-balance")]
    [InlineData("ws-account-position")]
    public void Mutated_account_frames_are_read_or_refused_without_an_exception(string sample)
    {
        byte[] original = Samples.Wire(sample);
        var random = new Random(Seed);
        var parser = new AccountParser([Samples.Btc]);
        int refused = 0;
        for (int i = 0; i < MutationsPerSample; i++)
        {
            byte[] frame = Mutate(original, random);

            ParseOutcome outcome = parser.Parse(frame);

            Assert.Equal(outcome == ParseOutcome.Rejected, parser.Reason != RejectionReason.None);
            Assert.InRange(parser.ErrorOffset, 0, frame.Length);
            refused += outcome == ParseOutcome.Rejected ? 1 : 0;
        }
        Assert.InRange(refused, 1, MutationsPerSample - 1);
    }

    /// <summary>Shapes that the exchange or a proxy could plausibly send, and bytes that nobody would.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        var frame = new List<byte>(original);
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(frame.Count);
            switch (random.Next(9))
            {
                case 0:
                    frame[at] = (byte)random.Next(256);
                    break;
                case 1:
                    frame.RemoveAt(at);
                    break;
                case 2:
                    frame.Insert(at, (byte)" \"\\{}[],:.-0123456789enulltrue\t\r\n"[random.Next(32)]);
                    break;
                case 3:
                    frame.RemoveRange(at, frame.Count - at);
                    break;
                case 4:
                    frame.AddRange(frame.GetRange(at, Math.Min(random.Next(20), frame.Count - at)));
                    break;
                case 5:
                    int length = Math.Min(random.Next(30), frame.Count - at);
                    frame.InsertRange(random.Next(frame.Count), frame.GetRange(at, length));
                    break;
                default:
                    ReplaceValue(frame, random);
                    break;
            }
            if (frame.Count == 0)
                frame.Add((byte)'{');
        }
        return [.. frame];
    }

    /// <summary>Another value in the place of one between quotes or of a number.</summary>
    private static void ReplaceValue(List<byte> frame, Random random)
    {
        string text = Encoding.Latin1.GetString([.. frame]);
        int at = text.IndexOf(':', random.Next(text.Length));
        if (at < 0)
            return;
        int end = at + 1;
        while (end < text.Length && text[end] is not (',' or '}' or ']'))
            end++;
        string[] values =
        [
            "null", "0", "-1", "\"0\"", "\"-0.00001\"", "\"84070.0\"", "\"84070.00000000000000000000\"", "84070", "1e3", "\"1e3\"", "\"1E-2\"",
            "9223372036854775807", "9223372036854775808", "\"99999999999999999999\"", "\"\"", "\"BTC-USD\"", "\"ETH-USD\"", "\"BTC\\u002dUSD\"", "true",
            "[]", "{}", "[1]", "{\"a\":{}}", "01", "\"01\"", "\"0.1234567\"", "\"SNAPSHOT\"", "\"DELTA\"", "\"\\ud800\"", "\"é\"", "1.0", "-0",
        ];
        byte[] value = Encoding.UTF8.GetBytes(values[random.Next(values.Length)]);
        frame.RemoveRange(at + 1, end - at - 1);
        frame.InsertRange(at + 1, value);
    }

    private static string Describe(MarketDataParser parser, ParseOutcome outcome, byte[] frame)
    {
        MarketDataScratch scratch = parser.Scratch;
        if (outcome == ParseOutcome.Rejected)
        {
            Assert.NotEqual(RejectionReason.None, parser.Reason);
            Assert.InRange(parser.ErrorOffset, 0, frame.Length);
            return $"{parser.Reason} at {parser.ErrorOffset}";
        }
        Assert.Equal(RejectionReason.None, parser.Reason);
        return outcome == ParseOutcome.Skipped
            ? $"skipped {parser.Seq}"
            : $"{parser.Seq} {parser.ExchangeMs} {scratch.Market?.Name} {scratch.IsSnapshot} {scratch.Value} {scratch.ValueMs} "
                + $"{string.Join(';', scratch.Bids.ToArray())} {string.Join(';', scratch.Asks.ToArray())} {string.Join(';', scratch.Trades.ToArray())}";
    }
}
