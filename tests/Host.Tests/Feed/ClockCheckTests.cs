using LowLatencyMM.Host.Sessions;

namespace LowLatencyMM.Host.Tests.Feed;

public sealed class ClockCheckTests
{
    [Theory]
    [InlineData(500, null)]
    [InlineData(-500, null)]
    [InlineData(501, "501 ms ahead of")]
    [InlineData(-4_999, "4999 ms behind")]
    public void A_difference_above_half_a_second_is_worth_a_warning(int milliseconds, string? said)
    {
        string? warning = ClockCheck.Judge(TimeSpan.FromMilliseconds(milliseconds));

        if (said is null)
            Assert.Null(warning);
        else
            Assert.Contains(said, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5_001)]
    [InlineData(-86_400_000)]
    public void Above_five_seconds_nothing_starts(int milliseconds)
    {
        var refused = Assert.Throws<UserErrorException>(() => ClockCheck.Judge(TimeSpan.FromMilliseconds(milliseconds)));

        Assert.Equal(ExitCode.Exchange, refused.ExitCode);
        Assert.Contains($"{Math.Abs(milliseconds)} ms", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_is_not_equal() => Assert.NotNull(ClockCheck.Judge(null));
}
