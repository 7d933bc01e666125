using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// From fair price to ticks, in a fixed order: model, fee, spread floor and cap, skew limit, never through the fair price, ticks (bid
/// down, ask up), post-only guard, best prices not improved if so wanted. Each step that acts leaves its mark in the clamps. What the
/// exchange's limits forbid is refused by the risk checks after. Pure; allocates nothing.
/// </summary>
public static class PricePipeline
{
    private const double BasisPoint = 1e-4;

    /// <summary>A price this close to a tick is on it: what doubles lose must not cost a tick.</summary>
    private const double TickTolerance = 1e-7;

    private const double LargestTicks = 1e15;

    /// <summary>Computes a quote. False if the model's result is not finite: there is no quote then, never a guess.</summary>
    public static bool TryCompute(in QuoteInputs inputs, out QuotePrices prices)
    {
        prices = default;
        if (!QuoteModel.TryQuote(inputs, out prices.ReservationPrice, out prices.ModelHalfSpread, out prices.Clamps))
            return false;
        prices.HalfSpread = ClampedHalfSpread(inputs, ref prices);
        if (inputs.Widening > 1)
        {
            prices.HalfSpread *= inputs.Widening;
            prices.Clamps |= QuoteClamps.RestBackup;
        }
        prices.Shift = ClampedShift(inputs, ref prices);
        HoldAtFair(inputs, ref prices);
        double bid = Math.Floor(prices.BidRaw / inputs.TickSize + TickTolerance);
        double ask = Math.Ceiling(prices.AskRaw / inputs.TickSize - TickTolerance);
        if (!(Math.Abs(bid) < LargestTicks && Math.Abs(ask) < LargestTicks))
            return false;
        prices.ModelBidTicks = (long)bid;
        prices.ModelAskTicks = (long)ask;
        GuardPostOnly(inputs, ref prices);
        if (inputs.NoImprove)
            JoinBest(inputs, ref prices);
        if ((prices.Clamps & QuoteClamps.NoBid) != 0)
            prices.BidTicks = 0;
        if ((prices.Clamps & QuoteClamps.NoAsk) != 0)
            prices.AskTicks = 0;
        return true;
    }

    /// <summary>The least distance from the fair price that pays the fee and the least edge.</summary>
    public static double LeastEdge(in QuoteInputs inputs) =>
        (inputs.MakerFee + inputs.MinEdgeBps * BasisPoint) * inputs.FairPrice;

    private static double ClampedHalfSpread(in QuoteInputs inputs, ref QuotePrices prices)
    {
        double halfSpread = prices.ModelHalfSpread + (inputs.AddFee ? inputs.MakerFee * inputs.FairPrice : 0);
        double lowest = Math.Max(0.5 * inputs.MinimumSpreadBps * BasisPoint * inputs.FairPrice, LeastEdge(inputs));
        lowest = Math.Max(lowest, inputs.TickSize / 2);
        double highest = inputs.MaximumSpreadBps > 0
            ? Math.Max(0.5 * inputs.MaximumSpreadBps * BasisPoint * inputs.FairPrice, lowest)
            : double.PositiveInfinity;
        prices.LowestHalfSpread = lowest;
        prices.HighestHalfSpread = highest;
        if (halfSpread < lowest)
        {
            prices.Clamps |= QuoteClamps.SpreadFloor;
            return lowest;
        }
        if (halfSpread > highest)
        {
            prices.Clamps |= QuoteClamps.SpreadCap;
            return highest;
        }
        return halfSpread;
    }

    private static double ClampedShift(in QuoteInputs inputs, ref QuotePrices prices)
    {
        double shift = prices.ReservationPrice - inputs.FairPrice;
        double most = inputs.MaxSkewBps * BasisPoint * inputs.FairPrice;
        if (!(most > 0) || Math.Abs(shift) <= most)
            return shift;
        prices.Clamps |= QuoteClamps.SkewLimit;
        return shift > 0 ? most : -most;
    }

    private static void HoldAtFair(in QuoteInputs inputs, ref QuotePrices prices)
    {
        prices.BidRaw = inputs.FairPrice + prices.Shift - prices.HalfSpread;
        prices.AskRaw = inputs.FairPrice + prices.Shift + prices.HalfSpread;
        if (prices.BidRaw > inputs.FairPrice)
        {
            prices.BidRaw = inputs.FairPrice;
            prices.Clamps |= QuoteClamps.BidAtFair;
        }
        if (prices.AskRaw < inputs.FairPrice)
        {
            prices.AskRaw = inputs.FairPrice;
            prices.Clamps |= QuoteClamps.AskAtFair;
        }
    }

    private static void GuardPostOnly(in QuoteInputs inputs, ref QuotePrices prices)
    {
        prices.BidTicks = Math.Min(prices.ModelBidTicks, inputs.BestAskTicks - 1 - inputs.BidSafetyTicks);
        prices.AskTicks = Math.Max(prices.ModelAskTicks, inputs.BestBidTicks + 1 + inputs.AskSafetyTicks);
        if (prices.BidTicks != prices.ModelBidTicks)
            prices.Clamps |= QuoteClamps.BidPostOnly;
        if (prices.AskTicks != prices.ModelAskTicks)
            prices.Clamps |= QuoteClamps.AskPostOnly;
        if (prices.AskTicks <= prices.BidTicks)
        {
            prices.AskTicks = prices.BidTicks + 1;
            prices.Clamps |= QuoteClamps.AskAboveBid;
        }
    }

    private static void JoinBest(in QuoteInputs inputs, ref QuotePrices prices)
    {
        if (prices.BidTicks > inputs.BestBidTicks)
        {
            prices.BidTicks = inputs.BestBidTicks;
            prices.Clamps |= QuoteClamps.BidNoImprove;
        }
        if (prices.AskTicks < inputs.BestAskTicks)
        {
            prices.AskTicks = inputs.BestAskTicks;
            prices.Clamps |= QuoteClamps.AskNoImprove;
        }
    }
}
