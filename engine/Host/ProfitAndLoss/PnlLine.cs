using System.Globalization;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Host.ProfitAndLoss;

/// <summary>The line of profit and loss that stands in the log, always in the same form.</summary>
public static class PnlLine
{
    private const decimal Micro = 1e6m;
    private const decimal Nano = 1e9m;

    /// <summary>
    /// <c>PnL: 2025-11-07 20:26:55 | Equity: $99.16 | PnL: $+0.29 | Pos: 0.0110 | Margin: 0.0%</c>: UTC; 2, 2, 4 and 1 decimals; position in the
    /// base asset, signed; margin ratio as the exchange gives it.
    /// </summary>
    public static string Format(DateTimeOffset time, decimal equity, decimal profit, decimal position, decimal marginRatio) => string.Create(
        CultureInfo.InvariantCulture,
        $"PnL: {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} | Equity: ${equity:0.00} | PnL: ${profit:+0.00;-0.00;+0.00} | Pos: {position:0.0000} | Margin: {marginRatio:0.0}%");

    /// <summary>The line of a session's state in one market.</summary>
    public static string Of(in CoreStatus core, MarketSettings market, PnlState state)
    {
        decimal equity = core.EquityMicro / Micro;
        decimal position = core.PositionSteps * (decimal)market.Step.Mantissa;
        for (int i = 0; i < market.Step.Scale; i++)
            position /= 10;
        return Format(
            DateTimeOffset.FromUnixTimeMilliseconds(core.NowNs / 1_000_000), equity, state.ProfitAt(equity), position, core.MarginRatioNano / Nano);
    }
}
