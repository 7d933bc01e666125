using LowLatencyMM.Host.Ingress;

namespace LowLatencyMM.Host.Tests.Feed;

public sealed class NewestFillTests
{
    private readonly NewestFill _fills = new();

    [Fact]
    public void Without_a_hole_the_mark_follows_the_newest_fill()
    {
        Assert.Null(_fills.Newest);
        _fills.Note(0);
        Assert.Equal(0, _fills.Newest);
        _fills.Note(7);
        _fills.Note(5);
        Assert.Equal(7, _fills.Newest);
    }

    [Fact]
    public void Fills_behind_a_hole_do_not_move_the_mark_until_the_hole_is_filled()
    {
        _fills.Note(7);
        _fills.Lose();
        long losses = _fills.Losses;
        _fills.Note(100);
        Assert.Equal(7, _fills.Newest);

        _fills.Complete(losses);
        Assert.Equal(100, _fills.Newest);
    }

    [Fact]
    public void A_loss_during_a_recovery_makes_the_recovery_count_for_nothing()
    {
        _fills.Note(7);
        _fills.Lose();
        long losses = _fills.Losses;
        _fills.Note(100);
        _fills.Lose();
        _fills.Note(200);

        _fills.Complete(losses);

        Assert.Equal(7, _fills.Newest);
    }
}
