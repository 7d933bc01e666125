using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Host.Tests.Estimates;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Host.Tests.WarmUp;

public class EngineWarmUpTests
{
    [Fact]
    public void Warming_up_makes_orders_whatever_limits_the_session_has()
    {
        EngineSettings settings = PastMarket.Settings with
        {
            Risk = PastMarket.Settings.Risk with { MaxLeverage = 5 },
            Orders = PastMarket.Settings.Orders with { PlannedOrders = 32 },
        };

        WarmUpReport report = EngineWarmUp.Run(settings, new FeedMarket(0, "BTC-USD", new DecimalGrid(1, 1), new DecimalGrid(1, 3)));

        Assert.InRange(report.Requests, 50, long.MaxValue);
    }
}
