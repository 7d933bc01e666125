using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core;

/// <summary>Refuses settings that no decision can be made with. The configuration's own ranges are narrower and checked before.</summary>
internal static class SettingsCheck
{
    private const long MaxRequestsPerMinute = 100_000;
    private const long MaxWindowNs = 720L * 3_600 * 1_000_000_000;

    public static void Validate(EngineSettings settings)
    {
        Between(settings.StateHashInterval, 1, long.MaxValue, "StateHashInterval");
        Between(settings.OtherMarkets.Count, 0, EngineSettings.MaxMarkets - 1, "OtherMarkets.Count");
        foreach (TradedMarket market in settings.Markets)
            Validate(market);
    }

    private static void Validate(TradedMarket settings)
    {
        Between(settings.Market.Tick.Mantissa, 1, int.MaxValue, "Market.Tick.Mantissa");
        Between(settings.Market.Tick.Scale, 0, 12, "Market.Tick.Scale");
        Between(settings.Market.Step.Mantissa, 1, int.MaxValue, "Market.Step.Mantissa");
        Between(settings.Market.Step.Scale, 0, 12, "Market.Step.Scale");
        Between(settings.Market.MinOrderSteps, 1, long.MaxValue, "Market.MinOrderSteps");
        Between(settings.Quoting.NotionalMicro, 1, long.MaxValue, "Quoting.NotionalMicro");
        Between(settings.Quoting.SigmaSampleNs, 1, long.MaxValue, "Quoting.SigmaSampleNs");
        Between(settings.Quoting.IntensitySampleNs, 1, long.MaxValue, "Quoting.IntensitySampleNs");
        Between(settings.Quoting.FitIntervalNs, 1, long.MaxValue, "Quoting.FitIntervalNs");
        Between(settings.Quoting.WindowNs, 1, MaxWindowNs, "Quoting.WindowNs");
        Between(settings.Quoting.IntensityMinFills, 1, long.MaxValue, "Quoting.IntensityMinFills");
        Finite(settings.Quoting.Gamma, 0, "Quoting.Gamma");
        Finite(settings.Quoting.SigmaHalfLifeSeconds, double.Epsilon, "Quoting.SigmaHalfLifeSeconds");
        Finite(settings.Quoting.KappaFallbackBps, double.Epsilon, "Quoting.KappaFallbackBps");
        Finite(settings.Quoting.HorizonSeconds, 0, "Quoting.HorizonSeconds");
        Between((long)settings.Quoting.Model, 0, (long)QuoteModelKind.GlftExact, "Quoting.Model");
        Between(settings.Quoting.TsrvSlowSteps, 2, 1_000, "Quoting.TsrvSlowSteps");
        Between(settings.Quoting.GarchRefitNs, 1, long.MaxValue / 3, "Quoting.GarchRefitNs");
        Finite(settings.Quoting.SkewAtMaxPositionBps, double.Epsilon, "Quoting.SkewAtMaxPositionBps");
        Finite(settings.Quoting.SessionMinTauSeconds, 0, "Quoting.SessionMinTauSeconds");
        Finite(settings.Quoting.SpreadMultiplier, 0, "Quoting.SpreadMultiplier");
        Finite(settings.Quoting.SkewMultiplier, 0, "Quoting.SkewMultiplier");
        Finite(settings.Quoting.FundingWeight, 0, "Quoting.FundingWeight");
        Finite(settings.Quoting.FundingHoldHours, 0, "Quoting.FundingHoldHours");
        Between(settings.Risk.MaxPositionMicro, 1, long.MaxValue, "Risk.MaxPositionMicro");
        if (settings.Quoting.Model == QuoteModelKind.GlftExact)
            Between(Quoter.LotsOf(settings.Quoting, settings.Risk), 1, GlftTable.MaxLots, "Risk.MaxPositionMicro / Quoting.NotionalMicro, for the exact GLFT model,");
        Between(settings.Risk.MaxOrderNotionalMicro, 1, long.MaxValue, "Risk.MaxOrderNotionalMicro");
        Between(settings.Risk.MaxRequestsPerMinute, 1, MaxRequestsPerMinute, "Risk.MaxRequestsPerMinute");
        Between(settings.Risk.CancelReservePercent, 0, 100, "Risk.CancelReservePercent");
        Finite(settings.Risk.PriceCollarBps, 0, "Risk.PriceCollarBps");
        Finite(settings.Risk.MaxLeverage, 0, "Risk.MaxLeverage");
        Between(settings.Risk.MaxDailyLossMicro, 0, long.MaxValue, "Risk.MaxDailyLossMicro");
        Between(settings.Risk.MaxDrawdownMicro, 0, long.MaxValue, "Risk.MaxDrawdownMicro");
        Between(settings.Risk.MaxConsecutiveLosses, 0, long.MaxValue, "Risk.MaxConsecutiveLosses");
        Between(settings.Orders.LevelsPerSide, 1, OrderSettings.MaxLevels, "Orders.LevelsPerSide");
        Between(settings.Orders.PlannedOrders, 0, OrderPlan.MostOrders, "Orders.PlannedOrders");
        Between(settings.Orders.FillCooldownNs, 0, long.MaxValue, "Orders.FillCooldownNs");
        Finite(settings.Orders.LevelSpacingBps, 0, "Orders.LevelSpacingBps");
        Finite(settings.Orders.PlannedPriceToleranceBps, 0, "Orders.PlannedPriceToleranceBps");
        Finite(settings.Orders.SizeShape, 0, "Orders.SizeShape");
    }

    private static void Between(long value, long lowest, long highest, string name)
    {
        if (value < lowest || value > highest)
            throw new ArgumentException($"{name} is {value}; it must be between {lowest} and {highest}.");
    }

    private static void Finite(double value, double lowest, string name)
    {
        if (!(value >= lowest) || !double.IsFinite(value))
            throw new ArgumentException($"{name} is {value}; it must be a finite number, at least {lowest}.");
    }
}
