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

    public string Protection { get; init; } = "ACCOUNT";

    public long ExpiryMs { get; init; } = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();

    public long Nonce { get; init; } = 1_000_000 + Interlocked.Increment(ref _count);

    /// <summary>The body as sent.</summary>
    public string ToJson(Action<JsonObject>? spoil = null)
    {
        StarkSignature signature = Sign();
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
            ["settlement"] = new JsonObject
            {
                ["signature"] = new JsonObject { ["r"] = signature.R.ToString(), ["s"] = signature.S.ToString() },
                ["starkKey"] = DemoAccount.StarkPublicKey,
                ["collateralPosition"] = "10002",
            },
        };
        if (CancelId is not null)
            body["cancelId"] = CancelId;
        spoil?.Invoke(body);
        return body.ToJsonString(new JsonSerializerOptions());
    }

    private StarkSignature Sign()
    {
        decimal qty = decimal.Parse(Qty, System.Globalization.CultureInfo.InvariantCulture);
        decimal price = decimal.Parse(Price, System.Globalization.CultureInfo.InvariantCulture);
        decimal fee = decimal.Parse(Fee, System.Globalization.CultureInfo.InvariantCulture);
        bool buy = Side == "BUY";
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
