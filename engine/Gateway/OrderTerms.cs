using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>
/// From a decided order to the message that is signed: settlement amounts by the exchange's rounding rules, with the maker fee as the
/// highest fee allowed, because every order is post-only. Gateway and replay share it.
/// </summary>
/// <remarks>Hot path: allocates nothing; refuses instead of throwing.</remarks>
public sealed class OrderTerms
{
    /// <summary>The largest nonce.</summary>
    public const long MaxNonce = int.MaxValue;

    private const int FeeScale = 12;

    private readonly SettlementAmounts.Scale _scale;
    private readonly GridText _price;
    private readonly GridText _size;
    private readonly Felt _syntheticId;
    private readonly Felt _collateralId;
    private readonly uint _positionId;
    private readonly ushort _number;

    /// <summary>Takes the market's rules and the account's position.</summary>
    /// <param name="market">The market's rules.</param>
    /// <param name="positionId">The account's position, called vault in the API.</param>
    /// <param name="number">The market's number, which its events carry.</param>
    /// <exception cref="ArgumentException">A value of the market is out of its range; the message names it.</exception>
    public OrderTerms(MarketSettings market, uint positionId, ushort number = 0)
    {
        _number = number;
        _price = new GridText(market.Tick);
        _size = new GridText(market.Step);
        _syntheticId = ReadAsset(market.SyntheticId, nameof(market.SyntheticId));
        _collateralId = ReadAsset(market.CollateralId, nameof(market.CollateralId));
        _positionId = positionId;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(market.SyntheticResolution);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(market.CollateralResolution);
        _scale = new SettlementAmounts.Scale(
            market.Step.Mantissa, market.Step.Scale, market.Tick.Mantissa, market.Tick.Scale,
            (ulong)market.SyntheticResolution, (ulong)market.CollateralResolution, market.MakerFeePico, FeeScale);
    }

    /// <summary>
    /// The message of a create or replace; false if it is none, if a field is out of its range (its market's number, a side, price and size above
    /// 0, nonce 1 to 2^31 − 1, an expiry, an own number, and one to cancel exactly in a replace), or if an amount or a text would overflow.
    /// </summary>
    public bool TryBuild(in Event decision, out OrderMessage message)
    {
        message = default;
        ref readonly OrderSentPayload order = ref decision.OrderSent;
        if (decision.Market != _number || !IsComplete(order) || !_price.CanWrite(order.PriceTicks) || !_size.CanWrite(order.QuantitySteps))
            return false;
        if (!SettlementAmounts.TryCompute(_scale, order.Side == Side.Buy, order.QuantitySteps, order.PriceTicks,
                out long baseAmount, out long quoteAmount, out ulong feeAmount))
            return false;

        message.PositionId = _positionId;
        message.BaseAssetId = _syntheticId;
        message.BaseAmount = baseAmount;
        message.QuoteAssetId = _collateralId;
        message.QuoteAmount = quoteAmount;
        message.FeeAssetId = _collateralId;
        message.FeeAmount = feeAmount;
        message.ExpirationSeconds = SettlementAmounts.ExpirationSeconds(order.ExpiryMs);
        message.Salt = (ulong)order.Nonce;
        return true;
    }

    /// <summary>Whether every field is in its range; whether amounts and texts fit is for <see cref="TryBuild"/> to say.</summary>
    internal static bool IsComplete(in OrderSentPayload order)
    {
        bool cancels = order.CancelOwnId > 0;
        return order.Request switch
        {
            RequestKind.Create => order.CancelOwnId == 0,
            RequestKind.Replace => cancels && order.CancelOwnId != order.OwnId,
            _ => false,
        }
        && order.Side is Side.Buy or Side.Sell
        && order.OwnId > 0
        && order.Nonce is >= 1 and <= MaxNonce
        && order.ExpiryMs > 0;
    }

    private static Felt ReadAsset(string hex, string name) =>
        Felt.TryParseHex(hex, out Felt asset)
            ? asset
            : throw new ArgumentException($"{name} \"{hex}\": expected the hex number of an asset.", name);
}
