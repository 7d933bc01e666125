using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>When a resting order is looked at again and found too far from where it should be.</summary>
public static class Repricing
{
    private const double BasisPoints = 1e4;

    /// <summary>
    /// Why the order is replaced, if it is: the mid has moved by the threshold since it was placed, or the wanted price differs by it and
    /// the least ticks, or the order has reached the age at which it is replaced in any case. An order that already has the wanted
    /// price is only replaced for its age: it would lose its place in the queue for nothing.
    /// </summary>
    public static RequestReason Why(in OwnOrder order, in SideTarget target, long nowNs, QuotingSettings settings)
    {
        if (nowNs - order.PlacedNs >= settings.ForceReplaceNs)
            return RequestReason.ForceReplace;
        long ticks = Math.Abs(target.PriceTicks - order.PriceTicks);
        bool isFar = ticks != 0
            && (HasMoved(order.PlacedMid2, target.Mid2, settings.RepricingThresholdBps)
                || (ticks >= settings.RepriceMinTicks && HasMoved(order.PriceTicks, target.PriceTicks, settings.RepricingThresholdBps)));
        return isFar ? RequestReason.Reprice : RequestReason.None;
    }

    /// <summary>Whether two prices of one unit differ by at least the threshold, basis points of the first.</summary>
    public static bool HasMoved(double from, double to, double thresholdBps) =>
        Math.Abs(to - from) * BasisPoints >= thresholdBps * from;
}
