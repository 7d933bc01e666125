using System.Text;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>Writes everything down.</summary>
internal readonly struct SeenSink(Seen seen) : IMarketDataSink, IAccountSink
{
    public void OnBook(in BookFrame frame) =>
        seen.Add(frame.Header, $"book {(frame.IsSnapshot ? "snapshot" : "delta")} b[{Levels(frame.Bids)}] a[{Levels(frame.Asks)}]");

    public void OnBestBidAsk(in BestBidAskFrame frame) =>
        seen.Add(frame.Header, $"bbo {frame.BidTicks}x{frame.BidSteps} {frame.AskTicks}x{frame.AskSteps}");

    public void OnTrades(in TradesFrame frame) => seen.Add(frame.Header, "trades " + string.Join(' ', frame.Trades.ToArray()));

    public void OnPrice(in PriceFrame frame) => seen.Add(frame.Header, $"price {frame.PriceNano}");

    public void OnFunding(in FundingFrame frame) => seen.Add(frame.Header, $"funding {frame.RatePico} at {frame.FundingMs}");

    public void OnOrders(in OrdersFrame frame)
    {
        var text = new StringBuilder(frame.IsSnapshot ? "orders snapshot" : "orders");
        for (int i = 0; i < frame.Orders.Length; i++)
        {
            OrderUpdate o = frame.Orders[i];
            text.Append($" {Encoding.UTF8.GetString(frame.ExternalId(i))}#{o.Id} m{o.Market} {o.Side} {o.Type} {o.Status}/{o.StatusReason}"
                + $" {o.QuantitySteps}@{o.PriceTicks} filled {o.FilledSteps} avg {o.AveragePriceNano} fee {o.PayedFeeMicro}"
                + $" {(o.PostOnly ? "post " : "")}{(o.ReduceOnly ? "reduce " : "")}{o.CreatedMs}/{o.UpdatedMs}/{o.ExpireMs}");
        }
        seen.Add(frame.Header, text.ToString());
    }

    public void OnTrades(in FillsFrame frame)
    {
        var text = new StringBuilder("fills");
        for (int i = 0; i < frame.Fills.Length; i++)
        {
            Fill f = frame.Fills[i];
            text.Append($" #{f.Id} of {f.OrderId}/{Encoding.UTF8.GetString(frame.ExternalOrderId(i))} m{f.Market} {f.Side} {f.Type}"
                + $" {f.QuantitySteps}@{f.PriceTicks}={f.PriceNano} value {f.ValueMicro} fee {f.FeeNano} {(f.IsTaker ? "taker" : "maker")} {f.CreatedMs}");
        }
        seen.Add(frame.Header, text.ToString());
    }

    public void OnBalance(in BalanceFrame frame)
    {
        AccountBalance b = frame.Balance;
        seen.Add(frame.Header, $"balance {b.BalanceMicro} {b.EquityMicro} {b.AvailableForTradeMicro} {b.AvailableForWithdrawalMicro}"
            + $" {b.UnrealisedPnlMicro} {b.InitialMarginMicro} {b.ExposureMicro} {b.MarginRatioNano} {b.UpdatedMs}");
    }

    public void OnPositions(in PositionsFrame frame)
    {
        var text = new StringBuilder(frame.IsSnapshot ? "positions snapshot" : "positions");
        foreach (PositionUpdate p in frame.Positions)
        {
            text.Append($" #{p.Id} m{p.Market} {p.Side} {p.Status} {p.SizeSteps} open {p.OpenPriceNano} mark {p.MarkPriceNano}"
                + $" value {p.ValueMicro} margin {p.MarginMicro} upnl {p.UnrealisedPnlMicro} rpnl {p.RealisedPnlMicro} {p.CreatedMs}/{p.UpdatedMs}");
        }
        seen.Add(frame.Header, text.ToString());
    }

    public void OnRejected(in FrameRejection rejection) => seen.Add(in rejection);

    public void OnConnection(in ConnectionChange change) => seen.Add(in change);

    private static string Levels(ReadOnlySpan<BookLevel> levels)
    {
        var text = new StringBuilder();
        foreach (BookLevel level in levels)
            text.Append($" {level.PriceTicks}{(level.IsAbsolute ? "=" : "+=")}{level.QuantitySteps}");
        return text.ToString();
    }
}
