using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams.Messages;

namespace LowLatencyMM.Feed.Tests.Streams;

public sealed class AllMarketsSequenceTests
{
    [Theory]
    [InlineData("A1 A2 B3 A4 C5 B6")]
    [InlineData("A1 B2 C3")]
    [InlineData("A1 B1 A2 A3 C1 B2")]
    [InlineData("A1 A2 B1 ?9 B2 A3")]
    [InlineData("A1 A2 ?3 B4 A5 ?6 A7")]
    [InlineData("?1 A2 A3 B4")]
    public void Both_ways_of_counting_are_followed(string frames) => Assert.Equal("", Play(frames));

    [Theory]
    [InlineData("A1 A3", "A3: SequenceGap, 2")]
    [InlineData("A1 A2 B4", "B4: SequenceGap, 3")]
    [InlineData("A1 B2 A4", "A4: SequenceGap, 3")]
    [InlineData("A1 B2 A2", "A2: SequenceRegression, 3")]
    [InlineData("A1 B2 ?4", "?4: SequenceGap, 3")]
    [InlineData("A1 B1 A3", "A3: SequenceGap, 2")]
    [InlineData("A1 B1 C2", "C2: SequenceGap, 1")]
    [InlineData("A1 B1 B1", "B1: SequenceRegression, 2")]
    public void A_hole_is_found_either_way(string frames, string fault) => Assert.Equal(fault, Play(frames));

    [Fact]
    public void A_new_connection_may_count_otherwise()
    {
        var sequence = new AllMarketsSequence();
        Assert.Equal("", Play("A1 B1 A2", sequence));

        sequence.Restart();

        Assert.Equal("", Play("A1 B2 A3", sequence));
    }

    private static string Play(string frames, AllMarketsSequence? sequence = null)
    {
        sequence ??= new AllMarketsSequence();
        foreach (string frame in frames.Split(' '))
        {
            RejectionReason reason = sequence.Take(frame[1] - '0', frame[0] == '?' ? null : frame[..1]);
            if (reason != RejectionReason.None)
                return $"{frame}: {reason}, {sequence.Expected}";
        }
        return "";
    }
}
