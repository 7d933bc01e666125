using LowLatencyMM.Bench.Ladder;

namespace LowLatencyMM.Bench.Tests.Ladder;

public class LadderSimulationTests
{
    private const long RunNs = 20_000_000_000;
    private const long MinuteNs = 60_000_000_000;

    [Fact]
    public void Every_request_is_the_same_to_the_byte_with_a_fast_a_slow_a_stalling_and_no_signer_ahead()
    {
        (string digest, long orders, long hits) = Play(new LadderOptions());
        (string slowly, _, long slowHits) = Play(new LadderOptions { SignNs = 200_000_000 });
        (string without, long ordersWithout, _) = Play(new LadderOptions { SignsAhead = false });

        Assert.InRange(slowHits, 1, hits - 1);
        Assert.Equal(digest, slowly);
        Assert.Equal((digest, orders), (without, ordersWithout));
        for (int seed = 1; seed <= 3; seed++)
        {
            (string stalling, _, long stallingHits) = Play(new LadderOptions { StallSeed = seed });
            Assert.InRange(stallingHits, 1, hits - 1);
            Assert.Equal(digest, stalling);
        }
    }

    [Fact]
    public void At_least_four_of_five_repricings_of_the_bundled_minute_are_found_signed()
    {
        using LadderSimulation simulation = LadderSimulation.OfBundledMinute(new LadderOptions());
        simulation.Run(MinuteNs);
        Assert.InRange(simulation.Tallies[0].Replaces, 100, long.MaxValue);
        Assert.InRange(simulation.Tallies[0].ReplaceHitRate, 0.8, 1);
    }

    [Fact]
    public void Without_a_tolerance_every_order_that_was_found_stands_at_its_very_price()
    {
        using LadderSimulation simulation = LadderSimulation.OfBundledMinute(new LadderOptions { ToleranceBps = 0 });
        simulation.Run(RunNs);
        Assert.InRange(simulation.Tallies[0].Hits, 1, long.MaxValue);
        Assert.Equal(0, simulation.Tallies[0].TicksBehind);
    }

    private static (string Digest, long Orders, long Hits) Play(LadderOptions options)
    {
        using LadderSimulation simulation = LadderSimulation.OfBundledMinute(options);
        simulation.Run(RunNs);
        return (simulation.RequestDigest(), simulation.Tallies[0].Orders, simulation.Tallies[0].Hits);
    }
}
