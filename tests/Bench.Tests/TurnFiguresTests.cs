using LowLatencyMM.Bench.Codec;

namespace LowLatencyMM.Bench.Tests;

public class TurnFiguresTests
{
    private const double Calm = 1.9;
    private const double Crowded = 2.6;

    [Fact]
    public void A_way_that_was_measured_while_the_core_was_shared_is_told_by_its_calm_slices()
    {
        var figures = new TurnFigures([[8, 12, 8, 12, 12], [9, 9, 9, 9, 9]], [[Calm, Crowded, Calm, Crowded, Crowded], [Calm, Calm, Calm, Calm, Calm]], [0, 0]);

        Assert.Equal(8, figures.Ns(0));
        Assert.Equal(9, figures.Ns(1));
        Assert.Equal(12, figures.NsOfAll(0, 0.99));
        Assert.Equal(70, figures.CalmPercent, 6);
    }

    [Fact]
    public void Ratios_are_of_slices_during_which_both_had_the_core()
    {
        var figures = new TurnFigures([[40, 90, 44, 10], [10, 10, 11, 10]], [[Calm, Crowded, Calm, Calm], [Calm, Calm, Calm, Crowded]], [0, 0]);
        Assert.Equal(4, figures.Ratio(0, 1), 6);
    }

    [Fact]
    public void A_way_without_a_calm_slice_has_no_figure()
    {
        var figures = new TurnFigures([[8, 8], [12, 12]], [[Calm, Calm], [Crowded, Crowded]], [0, 0]);
        Assert.True(double.IsNaN(figures.Ns(1)));
        Assert.True(double.IsNaN(figures.Ratio(1, 0)));
        Assert.Equal(8, figures.Ns(0));
    }

    [Fact]
    public void Every_way_of_a_round_is_run_and_timed_with_its_own_operations()
    {
        int[] done = new int[2];
        TurnFigures figures = Turns.Measure([n => done[0] += n, n => done[1] += n], [3, 5], slices: 4);
        Assert.Equal(3.0 / 5, (double)done[0] / done[1], 6);
        Assert.True(figures.CalmLevel > 0);
        Assert.Equal(0, figures.AllocatedBytes(0));
    }
}
