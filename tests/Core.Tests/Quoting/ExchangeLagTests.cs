using LowLatencyMM.Core.Quoting;

namespace LowLatencyMM.Core.Tests.Quoting;

public sealed class ExchangeLagTests
{
    private const long Ms = 1_000_000;
    private const long Start = 1_790_000_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(-3_000)]
    [InlineData(86_400_000)]
    public void Only_what_comes_later_than_the_fastest_counts_whatever_the_clocks_say(long skewMs)
    {
        var lag = new ExchangeLag();
        foreach (long wayMs in (long[])[40, 7, 90])
            lag.Observe(Start, (Start + skewMs + wayMs) * Ms);

        Assert.Equal((skewMs + 7) * Ms, lag.LeastNs);
        Assert.Equal(0, lag.ExcessNs(Start, (Start + skewMs + 7) * Ms));
        Assert.Equal(2_500 * Ms, lag.ExcessNs(Start - 2_500, (Start + skewMs + 7) * Ms));
    }

    [Fact]
    public void Clocks_that_drift_apart_are_followed()
    {
        var lag = new ExchangeLag();
        // Our clock gains 1 ms a second.
        for (long second = 0; second < 3_600; second++)
        {
            long receiveNs = (Start + (second * 1_001)) * Ms;
            lag.Observe(Start + (second * 1_000), receiveNs);
            Assert.InRange(lag.ExcessNs(Start + (second * 1_000), receiveNs), 0, 601 * Ms);
        }
    }

    [Fact]
    public void Without_times_nothing_is_known()
    {
        var lag = new ExchangeLag();
        lag.Observe(0, Start * Ms);

        Assert.False(lag.IsKnown);
        Assert.Equal(0, lag.ExcessNs(Start - 10_000, Start * Ms));
    }
}
