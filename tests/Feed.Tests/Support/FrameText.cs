using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>All that a parser found in a frame, as text that can be compared.</summary>
internal static class FrameText
{
    public static string Of(MarketDataParser parser)
    {
        MarketDataScratch scratch = parser.Scratch;
        return Of(parser.Seq, parser.ExchangeMs, scratch.IsSnapshot, scratch.Value, scratch.ValueMs, scratch.Bids, scratch.Asks, scratch.Trades);
    }

    public static string Of(
        long seq, long ms, bool isSnapshot, long value, long valueMs,
        ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks, ReadOnlySpan<PublicTrade> trades) =>
        $"{Head(seq, ms, isSnapshot)} {value} {valueMs} b[{string.Join(';', bids.ToArray())}] a[{string.Join(';', asks.ToArray())}] {string.Join(';', trades.ToArray())}";

    public static string Of(AccountParser parser)
    {
        AccountScratch scratch = parser.Scratch;
        var text = new StringBuilder(Head(parser.Seq, parser.ExchangeMs, scratch.IsSnapshot));
        foreach (OrderUpdate order in scratch.Orders)
            text.Append(Of(order, Encoding.UTF8.GetString(scratch.Text.Slice(order.TextStart, order.TextLength))));
        foreach (Fill fill in scratch.Fills)
            text.Append(Of(fill, Encoding.UTF8.GetString(scratch.Text.Slice(fill.TextStart, fill.TextLength))));
        foreach (PositionUpdate position in scratch.Positions)
            text.Append(Of(position));
        if (scratch.HasBalance)
            text.Append(Of(scratch.Balance));
        return text.ToString();
    }

    public static string Head(long seq, long ms, bool isSnapshot) => $"#{seq} at {ms}{(isSnapshot ? " snapshot" : "")}";

    public static string Of(in OrderUpdate o, string externalId) =>
        $" order {externalId} {o.Id} m{o.Market} {o.Side} {o.Type} {o.Status} {o.StatusReason} {o.PostOnly} {o.ReduceOnly} {o.PriceTicks} {o.QuantitySteps}"
        + $" {o.FilledSteps} {o.PayedFeeMicro} {o.AveragePriceNano} {o.CreatedMs} {o.UpdatedMs} {o.ExpireMs}";

    public static string Of(in Fill f, string externalId) =>
        $" fill {externalId} {f.Id} {f.OrderId} m{f.Market} {f.Side} {f.Type} {f.IsTaker} {f.PriceTicks} {f.PriceNano} {f.QuantitySteps} {f.ValueMicro}"
        + $" {f.FeeNano} {f.CreatedMs}";

    public static string Of(in PositionUpdate p) =>
        $" position {p.Id} m{p.Market} {p.Side} {p.Status} {p.SizeSteps} {p.OpenPriceNano} {p.MarkPriceNano} {p.ValueMicro} {p.MarginMicro}"
        + $" {p.UnrealisedPnlMicro} {p.RealisedPnlMicro} {p.CreatedMs} {p.UpdatedMs}";

    public static string Of(in AccountBalance b) =>
        $" balance {b.BalanceMicro} {b.EquityMicro} {b.AvailableForTradeMicro} {b.AvailableForWithdrawalMicro} {b.UnrealisedPnlMicro} {b.InitialMarginMicro}"
        + $" {b.ExposureMicro} {b.MarginRatioNano} {b.UpdatedMs}";
}
