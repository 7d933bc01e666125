using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway.Tests;

/// <summary>Whatever order is decided, what stands on the wire is that order, and its signature is for it.</summary>
public sealed class EncodedOrderProperties
{
    private static readonly Grid[] Ticks = [new(5, 1), new(25, 2), new(25, 0), new(1, 0), new(1, 1), new(10, 2), new(1, 4), new(125, 3)];
    private static readonly Grid[] Steps = [new(1, 5), new(1, 3), new(1, 0), new(5, 1), new(10, 0), new(1, 1)];

    private static readonly Gen<Given> Orders =
        from tick in Gen.OneOf(Gen.Elements(Ticks), RandomGrid(100_000, 6))
        from step in Gen.OneOf(Gen.Elements(Steps), RandomGrid(1_000, 8))
        from feePico in Gen.Elements(0L, 200_000_000, 250_000_000, 1, 123_456_789_012)
        from isBuy in Gen.Elements(true, false)
        from isReplace in Gen.Elements(true, false)
        from ticks in Gen.Choose(1, 10_000_000)
        from steps in Gen.Choose(1, 1_000_000)
        from nonce in Gen.Choose(1, int.MaxValue)
        from expirySeconds in Gen.Choose(1, int.MaxValue)
        from ownId in Gen.Choose(1, int.MaxValue)
        select new Given(tick, step, feePico, isBuy, isReplace, ticks, steps, nonce, expirySeconds * 1_000L, ((long)ownId << 30) + 1);

    [Fact]
    public void The_request_says_exactly_what_was_decided_and_its_signature_is_valid_for_it()
    {
        using var fixtures = new FixtureCache();

        Check.One(Config.QuickThrowOnFailure.WithReplay(20261122, 5).WithMaxTest(400), Prop.ForAll(Orders.ToArbitrary(), given =>
        {
            GatewayFixture fixture = fixtures.For(given.Market());
            given.Fill(ref fixture.AddOrder());

            Event[] events = fixture.Process();

            SentRequest? request = fixture.Sent.Requests.SingleOrDefault();
            fixture.Sent.Requests.Clear();
            if (request is null)
                return IsOutOfRange(given) && events.Single().OrderSent.Outcome == SendOutcome.Refused;
            JsonElement json = request.Json();
            return Says(json, given) && IsSigned(json, given, events[1].OrderSigned);
        }));
    }

    private static bool Says(JsonElement json, Given given) =>
        Text(json, "id") == ExternalId.Format(given.OwnId)
        && Text(json, "market") == "BTC-USD"
        && Text(json, "type") == "LIMIT"
        && Text(json, "side") == (given.IsBuy ? "BUY" : "SELL")
        && Number(json, "price") == Value(given.Tick) * given.Ticks
        && Number(json, "qty") == Value(given.Step) * given.Steps
        && Text(json, "timeInForce") == "GTT"
        && json.GetProperty("expiryEpochMillis").GetInt64() == given.ExpiryMs
        && Number(json, "fee") == given.FeePico * 1e-12m
        && Text(json, "nonce") == given.Nonce.ToString(CultureInfo.InvariantCulture)
        && Text(json, "selfTradeProtectionLevel") == "ACCOUNT"
        && !json.GetProperty("reduceOnly").GetBoolean()
        && json.GetProperty("postOnly").GetBoolean()
        && json.TryGetProperty("cancelId", out JsonElement cancel) == given.IsReplace
        && (!given.IsReplace || cancel.GetString() == ExternalId.Format(given.OwnId - 1));

    // Settles the order anew, from the text on the wire, in decimals and big integers.
    private static bool IsSigned(JsonElement json, Given given, OrderSignedPayload signed)
    {
        JsonElement settlement = json.GetProperty("settlement");
        Felt publicKey = Parse(Text(settlement, "starkKey"));
        BigInteger size = Scaled(Text(json, "qty")), price = Scaled(Text(json, "price")), fee = Scaled(Text(json, "fee"));
        BigInteger one = BigInteger.Pow(10, 12);
        BigInteger baseAmount = Round(size * 1_000_000, one, given.IsBuy);
        BigInteger quoteAmount = Round(size * price * 1_000_000, one * one, given.IsBuy);
        var order = new OrderMessage
        {
            PositionId = uint.Parse(Text(settlement, "collateralPosition"), CultureInfo.InvariantCulture),
            BaseAssetId = Parse(TestAccount.Market.SyntheticId),
            BaseAmount = (long)(given.IsBuy ? baseAmount : -baseAmount),
            QuoteAssetId = Parse(TestAccount.Market.CollateralId),
            QuoteAmount = (long)(given.IsBuy ? -quoteAmount : quoteAmount),
            FeeAssetId = Parse(TestAccount.Market.CollateralId),
            FeeAmount = (ulong)Round(size * price * fee * 1_000_000, one * one * one, up: true),
            ExpirationSeconds = (ulong)(given.ExpiryMs / 1_000) + 14 * 86_400,
            Salt = ulong.Parse(Text(json, "nonce"), CultureInfo.InvariantCulture),
        };
        Felt hash = OrderHash.Compute(SigningDomain.Mainnet.Hash, publicKey, order);
        JsonElement signature = settlement.GetProperty("signature");
        Felt r = Parse(Text(signature, "r")), s = Parse(Text(signature, "s"));
        return StarkCurve.Verify(publicKey, hash, r, s)
            && FromBytes(signed.Hash) == hash && FromBytes(signed.R) == r && FromBytes(signed.S) == s;
    }

    private static bool IsOutOfRange(Given given)
    {
        BigInteger scale = BigInteger.Pow(10, given.Step.Scale);
        BigInteger size = new BigInteger(given.Step.Mantissa) * given.Steps;
        BigInteger quote = size * given.Tick.Mantissa * given.Ticks * 1_000_000;
        BigInteger quoteScale = scale * BigInteger.Pow(10, given.Tick.Scale);
        return Round(size * 1_000_000, scale, given.IsBuy).IsZero
            || Round(quote, quoteScale, given.IsBuy).IsZero
            || Round(quote, quoteScale, given.IsBuy) > long.MaxValue;
    }

    private static Gen<Grid> RandomGrid(int largest, int places) =>
        from mantissa in Gen.Choose(1, largest)
        from scale in Gen.Choose(0, places)
        select new Grid(mantissa, scale);

    private static BigInteger Round(BigInteger value, BigInteger divisor, bool up) => (value + (up ? divisor - 1 : 0)) / divisor;

    private static decimal Value(Grid grid)
    {
        decimal value = grid.Mantissa;
        for (int i = 0; i < grid.Scale; i++)
            value /= 10;
        return value;
    }

    private static BigInteger Scaled(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : text.Length - point - 1;
        BigInteger digits = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return digits * BigInteger.Pow(10, 12 - places);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement json, string name) =>
        decimal.Parse(Text(json, name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static Felt Parse(string hex)
    {
        Assert.True(Felt.TryParseHex(hex, out Felt value), hex);
        return value;
    }

    private static Felt FromBytes(ReadOnlySpan<byte> bytes)
    {
        Assert.True(Felt.TryFromBigEndian(bytes, out Felt value));
        return value;
    }

    private sealed record Given(
        Grid Tick, Grid Step, long FeePico, bool IsBuy, bool IsReplace, long Ticks, long Steps, long Nonce, long ExpiryMs, long OwnId)
    {
        public MarketSettings Market() => TestAccount.Market with { Tick = Tick, Step = Step, MakerFeePico = FeePico };

        public void Fill(ref OrderSentPayload order)
        {
            order.Request = IsReplace ? RequestKind.Replace : RequestKind.Create;
            order.OwnId = OwnId;
            order.CancelOwnId = IsReplace ? OwnId - 1 : 0;
            order.Side = IsBuy ? Side.Buy : Side.Sell;
            order.PriceTicks = Ticks;
            order.QuantitySteps = Steps;
            order.Nonce = Nonce;
            order.ExpiryMs = ExpiryMs;
        }
    }

    /// <summary>One gateway for each market: most orders share one, as in the engine.</summary>
    private sealed class FixtureCache : IDisposable
    {
        private readonly Dictionary<MarketSettings, GatewayFixture> _fixtures = [];

        public GatewayFixture For(MarketSettings market)
        {
            if (!_fixtures.TryGetValue(market, out GatewayFixture? fixture))
                _fixtures[market] = fixture = new GatewayFixture(market);
            return fixture;
        }

        public void Dispose()
        {
            foreach (GatewayFixture fixture in _fixtures.Values)
                fixture.Dispose();
        }
    }
}
