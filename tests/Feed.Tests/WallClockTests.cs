using System.Diagnostics;

namespace LowLatencyMM.Feed.Tests;

public class WallClockTests
{
    [Fact]
    public void Two_clocks_of_one_machine_agree_on_the_monotonic_reading_of_a_moment_however_far_their_anchors_are_apart()
    {
        var first = new WallClock();
        var second = new WallClock();

        long before = Stopwatch.GetTimestamp();
        long ofFirst = first.ToMonotonicNs(first.NowNs()), ofSecond = second.ToMonotonicNs(second.NowNs());
        long after = Stopwatch.GetTimestamp();

        Assert.InRange(ofFirst, Ns(before), Ns(after));
        Assert.InRange(ofSecond, ofFirst, Ns(after));

        static long Ns(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));
    }
}
