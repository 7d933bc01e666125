using System.Text.Json;
using System.Text.Json.Nodes;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Simulator.Tests.Sockets;

/// <summary>An order to send: signed with the demo's key as a client would, then spoilt if a test asks for it.</summary>
internal sealed record OrderDraft
{
    private static readonly StarkSigner Signer = MakeSigner();
    private static int _count;

    public string Id { get; init; } = $"t-{Interlocked.Increment(ref _count)}";

    public string Market { get; init; } = "BTC-USD";

    public string Side { get; init; } = "BUY";

    public string Qty { get; init; } = "0.010";

    public string Price { get; init; } = "60000";

    public string Fee { get; init; } = "0.00025";

    public string Type { get; init; } = "LIMIT";

    public string TimeInForce { get; init; } = "GTT";

    public bool PostOnly { get; init; }

    public bool ReduceOnly { get; init; }

    public string? CancelId { get; init; }

    /// <summary>Trigger price of a conditional order, which waits for the last price to come up to it.</summary>
    public string? Trigger { get; init; }

    public string TpSlType { get; init; } = "ORDER";

    /// <summary>Trigger and price of the take-profit leg.</summary>
    public (string Trigger, string Price)? TakeProfit { get; init; }

    /// <summary>Trigger and price of the stop-loss leg.</summary>
    public (string Trigger, string Price)? StopLoss { get; init; }

    public string Protection { get; init; } = "ACCOUNT";

    public long ExpiryMs { get; init; } = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();

    public long Nonce { get; init; } = 1_000_000 + Interlocked.Increment(ref _count);

    /// <summary>The body as sent.</summary>
    public string ToJson(Action<JsonObject>? spoil = null)
    {
        JsonObject body = new()
        {
            ["id"] = Id,
            ["market"] = Market,
            ["type"] = Type,
            ["side"] = Side,
            ["qty"] = Qty,
            ["price"] = Price,
            ["timeInForce"] = TimeInForce,
            ["expiryEpochMillis"] = ExpiryMs,
            ["fee"] = Fee,
            ["nonce"] = Nonce.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["selfTradeProtectionLevel"] = Protection,
            ["reduceOnly"] = ReduceOnly,
            ["postOnly"] = PostOnly,
        };
        if (Type != "TPSL")
            body["settlement"] = Settlement(Side == "BUY", Qty, Price);
        if (Trigger is not null)
        {
            body["trigger"] = new JsonObject
            {
                ["triggerPrice"] = Trigger,
                ["triggerPriceType"] = "LAST",
                ["direction"] = "UP",
                ["executionPriceType"] = "LIMIT",
            };
        }
        if (TakeProfit is not null || StopLoss is not null)
            body["tpSlType"] = TpSlType;
        if (TakeProfit is { } takeProfit)
            body["takeProfit"] = Leg(takeProfit.Trigger, takeProfit.Price);
        if (StopLoss is { } stopLoss)
            body["stopLoss"] = Leg(stopLoss.Trigger, stopLoss.Price);
        if (CancelId is not null)
            body["cancelId"] = CancelId;
        spoil?.Invoke(body);
        return body.ToJsonString(new JsonSerializerOptions());
    }

    /// <summary>A leg signs its own price: on the other side of an entry order, on the side of a TPSL order.</summary>
    private JsonObject Leg(string trigger, string price)
    {
        decimal positionSize = decimal.Round(
            60_000_000m * 50 / decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), 3, MidpointRounding.ToZero);
        string qty = TpSlType == "POSITION" ? positionSize.ToString(System.Globalization.CultureInfo.InvariantCulture) : Qty;
        return new JsonObject
        {
            ["triggerPrice"] = trigger,
            ["triggerPriceType"] = "MARK",
            ["price"] = price,
            ["priceType"] = "LIMIT",
            ["settlement"] = Settlement(Type == "TPSL" == (Side == "BUY"), qty, price),
        };
    }

    private JsonObject Settlement(bool buy, string qty, string price)
    {
        StarkSignature signature = Sign(buy, qty, price);
        return new JsonObject
        {
            ["signature"] = new JsonObject { ["r"] = signature.R.ToString(), ["s"] = signature.S.ToString() },
            ["starkKey"] = DemoAccount.StarkPublicKey,
            ["collateralPosition"] = "10002",
        };
    }

    private StarkSignature Sign(bool buy, string qtyText, string priceText)
    {
        decimal qty = decimal.Parse(qtyText, System.Globalization.CultureInfo.InvariantCulture);
        decimal price = decimal.Parse(priceText, System.Globalization.CultureInfo.InvariantCulture);
        decimal fee = decimal.Parse(Fee, System.Globalization.CultureInfo.InvariantCulture);
        SettlementAmounts.Scale scale = new(1, 3, 1, 1, 1_000_000, 1_000_000, (long)(fee * 1_000_000_000), 9);
        Assert.True(SettlementAmounts.TryCompute(scale, buy, (long)(qty / 0.001m), (long)(price / 0.1m),
            out long baseAmount, out long quoteAmount, out ulong feeAmount));
        Assert.True(Felt.TryParseHex("0x4254432d3600000000000000000000", out Felt synthetic));
        Assert.True(Felt.TryParseHex("0x1", out Felt collateral));
        OrderMessage message = new()
        {
            PositionId = DemoAccount.Vault,
            BaseAssetId = synthetic,
            BaseAmount = baseAmount,
            QuoteAssetId = collateral,
            QuoteAmount = quoteAmount,
            FeeAssetId = collateral,
            FeeAmount = feeAmount,
            ExpirationSeconds = SettlementAmounts.ExpirationSeconds(ExpiryMs),
            Salt = (ulong)Nonce,
        };
        lock (Signer)
        {
            Assert.Equal(SignStatus.Signed, Signer.Sign(Signer.HashOrder(message), out StarkSignature signature));
            return signature;
        }
    }

    private static StarkSigner MakeSigner()
    {
        Assert.True(StarkPrivateKey.TryParseHex(DemoAccount.StarkPrivateKey, out StarkPrivateKey? key));
        return new StarkSigner(key, SigningDomain.Testnet, DemoAccount.Vault);
    }
}
