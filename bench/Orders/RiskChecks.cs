using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Bench.Orders;

/// <summary>
/// Both sides of a quote through all limits of risk, with a leverage limit: collar, notional, position, leverage, minimum. Mid, mark price and
/// position change from quote to quote. Beside it the same limits in <see cref="decimal"/>, straight from their definitions.
/// </summary>
internal sealed class RiskChecks
{
    private const long WantedSteps = 257;
    private const long MarkNano = BenchMarket.BidTicks * 1_000_000_000;
    private const long RoomMicro = 3_000_000_000;

    private static readonly MarketSettings Market = BenchMarket.Market;

    private readonly RiskSettings _settings = BenchMarket.Repricing().Risk;
    private readonly RiskLimits _limits;
    private long _number;

    public RiskChecks() => _limits = new RiskLimits(Market, _settings, new MarketUnits(Market));

    /// <summary>Checks quotes; the sum of the sizes that are allowed.</summary>
    public long Check(int quotes)
    {
        long sum = 0;
        for (int i = 0; i < quotes; i++)
        {
            Next(out long mid2, out long markNano, out Exposure exposure);
            sum += _limits.Check(Side.Buy, (mid2 / 2) - 40, WantedSteps, in exposure, mid2, markNano, RoomMicro, RiskReason.Approved).AllowedSteps;
            sum += _limits.Check(Side.Sell, (mid2 / 2) + 40, WantedSteps, in exposure, mid2, markNano, RoomMicro, RiskReason.Approved).AllowedSteps;
        }
        return sum;
    }

    /// <summary>The same in decimals.</summary>
    public long CheckInDecimals(int quotes)
    {
        long sum = 0;
        for (int i = 0; i < quotes; i++)
        {
            Next(out long mid2, out long markNano, out Exposure exposure);
            sum += InDecimals(Side.Buy, (mid2 / 2) - 40, exposure, mid2, markNano) + InDecimals(Side.Sell, (mid2 / 2) + 40, exposure, mid2, markNano);
        }
        return sum;
    }

    /// <summary>Begins anew with the first quote.</summary>
    public void Restart() => _number = 0;

    private void Next(out long mid2, out long markNano, out Exposure exposure)
    {
        long n = _number++;
        mid2 = (2 * BenchMarket.BidTicks) + 1 + (n % 13);
        markNano = MarkNano + (n / 8 % 5 * 1_000_000_000);
        exposure = new Exposure((n % 29 * 200) - 2_800, n % 3 * WantedSteps);
    }

    private long InDecimals(Side side, decimal price, in Exposure exposure, long mid2, long markNano)
    {
        decimal mark = markNano / 1e9m;
        decimal collar = (decimal)_settings.PriceCollarBps / 10_000m;
        decimal lowest = mark * (1 - (side == Side.Sell ? Math.Min(collar, Market.LimitPriceFloorNano / 1e9m) : Math.Min(collar, 1)));
        decimal highest = mark * (1 + (side == Side.Buy ? Math.Min(collar, Market.LimitPriceCapNano / 1e9m) : collar));
        if (price < lowest || price > highest)
            return 0;
        decimal step = new(1, 0, 0, false, (byte)Market.Step.Scale);
        decimal steps = Math.Min(WantedSteps, Math.Floor(Math.Min(_settings.MaxOrderNotionalMicro, Market.MaxLimitOrderValueMicro) / 1e6m / price / step));
        decimal position = Math.Min(_settings.MaxPositionMicro, Market.MaxPositionValueMicro) / 1e6m;
        decimal mid = mid2 / 2m;
        foreach (decimal value in (ReadOnlySpan<decimal>)[position, RoomMicro / 1e6m])
        {
            decimal signed = side == Side.Buy ? exposure.PositionSteps : -exposure.PositionSteps;
            decimal room = Math.Max(Math.Floor(value / mid / step) - signed, -signed) - exposure.LiveSteps;
            steps = Math.Min(steps, Math.Max(0, room));
        }
        return steps >= Market.MinOrderSteps ? (long)steps : 0;
    }
}
