using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Host.Tests;

public class AllocationMarkTests
{
    private static readonly AllocationMark From = new([new("engine", 1_000), new("stream Funding", 500)], 10_000);

    [Fact]
    public void Only_threads_that_allocated_since_are_named()
    {
        var to = new AllocationMark([new("engine", 1_000), new("stream Funding", 704)], 10_100);
        Assert.Equal([new ThreadAllocation("stream Funding", 204)], AllocationMark.Between(From, to));
        Assert.Equal(2.04, AllocationMark.PerEvent(From, to));
    }

    [Fact]
    public void A_thread_that_began_since_counts_from_its_start() =>
        Assert.Equal([new ThreadAllocation("timer", 24)], AllocationMark.Between(From, new AllocationMark([.. From.Threads, new("timer", 24)], 10_000)));

    [Fact]
    public void Without_an_event_there_is_nothing_per_event() =>
        Assert.Equal(0, AllocationMark.PerEvent(From, new AllocationMark([new("engine", 9_000)], 10_000)));
}
