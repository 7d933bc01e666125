using System.Text.Json;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Orders;

public class RepricingTests
{
    private static readonly QuotingSettings Settings = new() { NotionalMicro = 1, RepricingThresholdBps = 3, RepriceMinTicks = 10 };

    [Fact]
    public void The_threshold_of_the_vectors_is_inclusive()
    {
        foreach (JsonElement vector in VectorFile.Read("strategy-sizing.json").GetProperty("reprice").EnumerateArray())
        {
            JsonElement given = vector.GetProperty("in");
            Assert.Equal(
                vector.GetProperty("out").GetBoolean(),
                Repricing.HasMoved(given.Double("mid_at_placement"), given.Double("mid"), given.Double("threshold_bps")));
        }
    }

    [Theory]
    [InlineData(200_000, 100_000, 0, RequestReason.None)]        // Nothing changed.
    [InlineData(200_060, 100_000, 0, RequestReason.None)]        // The mid moved, the wanted price did not.
    [InlineData(200_060, 100_001, 0, RequestReason.Reprice)]     // The mid moved by the threshold.
    [InlineData(200_058, 100_029, 0, RequestReason.None)]        // Neither moved enough.
    [InlineData(200_000, 100_030, 0, RequestReason.Reprice)]     // The wanted price moved by the threshold.
    [InlineData(200_000, 100_000, 59_999, RequestReason.None)]
    [InlineData(200_000, 100_000, 60_000, RequestReason.ForceReplace)] // As old as an order may be.
    public void An_order_is_replaced_for_the_mid_the_price_or_its_age(long mid2, long wantedTicks, long ageMs, RequestReason why)
    {
        var order = new OwnOrder { PriceTicks = 100_000, PlacedMid2 = 200_000, PlacedNs = 5 };
        var target = new SideTarget(wantedTicks, 10, 10, wantedTicks, mid2);

        Assert.Equal(why, Repricing.Why(order, target, 5 + ageMs * 1_000_000, Settings));
    }

    [Fact]
    public void A_price_difference_below_the_least_ticks_waits()
    {
        var order = new OwnOrder { PriceTicks = 1_000, PlacedMid2 = 2_000 };
        Assert.Equal(RequestReason.None, Repricing.Why(order, new SideTarget(1_009, 10, 10, 1_009, 2_000), 0, Settings));
        Assert.Equal(RequestReason.Reprice, Repricing.Why(order, new SideTarget(1_010, 10, 10, 1_010, 2_000), 0, Settings));
    }
}
