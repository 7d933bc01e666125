using System.Globalization;
using LowLatencyMM.Signing;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Rest;

namespace LowLatencyMM.Simulator;

/// <summary>
/// Checks that an order was signed by the account's key, for its vault, over exactly the order's terms. The settlement amounts are
/// recomputed here from the request's own text, in exact decimals, so that a client's rounding mistakes show as code 1101.
/// </summary>
internal sealed class OrderSignatureCheck
{
    private const long SettlementSeconds = 14 * 86_400;

    private readonly Dictionary<string, MarketRules> _markets;
    private readonly Felt _publicKey = Parse(DemoAccount.StarkPublicKey);
    private readonly Felt _domainHash = SigningDomain.Testnet.Hash;

    public OrderSignatureCheck(IEnumerable<MarketRules> markets) =>
        _markets = markets.ToDictionary(rules => rules.Name, StringComparer.Ordinal);

    /// <summary>The request with what checking each of its signatures gave; thread-safe.</summary>
    public OrderRequest Check(OrderBody body)
    {
        OrderRequest request = body.Request;
        bool isBuy = request.Side == "BUY", legsBuy = request.Type == "TPSL" ? isBuy : !isBuy;
        return request with
        {
            Signature = Check(body, body.Settlement, isBuy, request.Qty, request.Price),
            TakeProfit = Check(body, body.TakeProfit, legsBuy, request.TakeProfit),
            StopLoss = Check(body, body.StopLoss, legsBuy, request.StopLoss),
        };
    }

    private TpSlLegRequest? Check(OrderBody body, OrderSettlement settlement, bool buy, TpSlLegRequest? leg)
    {
        if (leg is null)
            return null;
        string? size = body.Request.TpSlType == "POSITION" ? PositionLegSize(body.Request.Market, leg.Price) : body.Request.Qty;
        return leg with { Signature = Check(body, settlement, buy, size, leg.Price) };
    }

    /// <summary>A leg that closes a position of any size signs fifty times the largest position's value, truncated to the step.</summary>
    private string? PositionLegSize(string? market, string? priceText)
    {
        if (!_markets.TryGetValue(market ?? "", out MarketRules? rules) || !TryNumber(priceText, out decimal price) || price <= 0)
            return null;
        decimal size = decimal.Round(rules.MaxPositionValue * 50 / price, rules.Sizes.Decimals, MidpointRounding.ToZero);
        return size.ToString(CultureInfo.InvariantCulture);
    }

    private SignatureVerdict Check(OrderBody body, OrderSettlement settlement, bool buy, string? size, string? price)
    {
        if (!Felt.TryParseHex(settlement.R, out Felt r) || !Felt.TryParseHex(settlement.S, out Felt s))
            return SignatureVerdict.Missing;
        if (!Felt.TryParseHex(settlement.StarkKey, out Felt key) || key != _publicKey)
            return SignatureVerdict.WrongKey;
        if (settlement.Vault != DemoAccount.Vault.ToString(CultureInfo.InvariantCulture))
            return SignatureVerdict.WrongVault;
        if (!_markets.TryGetValue(body.Request.Market ?? "", out MarketRules? rules)
            || !TryMakeMessage(rules, body, buy, size, price, out OrderMessage message))
            return SignatureVerdict.Invalid;
        Felt hash = OrderHash.Compute(_domainHash, _publicKey, message);
        return StarkCurve.Verify(_publicKey, hash, r, s) ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
    }

    /// <summary>The signed message of an order or of one of its legs; false if one of its numbers cannot be signed.</summary>
    private static bool TryMakeMessage(
        MarketRules rules, OrderBody body, bool buy, string? sizeText, string? priceText, out OrderMessage message)
    {
        message = default;
        OrderRequest request = body.Request;
        if (!TryNumber(sizeText, out decimal size)
            || !TryNumber(priceText, out decimal price)
            || !TryNumber(request.Fee, out decimal fee)
            || !ulong.TryParse(request.Nonce, NumberStyles.None, CultureInfo.InvariantCulture, out ulong nonce)
            || request.ExpiryMs is not (> 0 and long expiryMs))
            return false;
        try
        {
            MidpointRounding rounding = buy ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToZero;
            decimal collateral = size * price * rules.CollateralResolution;
            long baseAmount = (long)decimal.Round(size * rules.SyntheticResolution, rounding);
            long quoteAmount = (long)decimal.Round(collateral, rounding);
            message = new OrderMessage
            {
                PositionId = DemoAccount.Vault,
                BaseAssetId = Parse(rules.SyntheticId),
                BaseAmount = buy ? baseAmount : -baseAmount,
                QuoteAssetId = Parse(rules.CollateralId),
                QuoteAmount = buy ? -quoteAmount : quoteAmount,
                FeeAssetId = Parse(rules.CollateralId),
                FeeAmount = (ulong)decimal.Round((fee + body.BuilderFee) * collateral, MidpointRounding.ToPositiveInfinity),
                ExpirationSeconds = (ulong)(expiryMs / 1000 + (expiryMs % 1000 == 0 ? 0 : 1) + SettlementSeconds),
                Salt = nonce,
            };
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool TryNumber(string? text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static Felt Parse(string hex) =>
        Felt.TryParseHex(hex, out Felt value) ? value : throw new ArgumentException($"'{hex}' is not a field element", nameof(hex));
}
