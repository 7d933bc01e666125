using LowLatencyMM.Bench.Gate;

namespace LowLatencyMM.Bench.Tests;

public class GateVerbTests
{
    [Theory]
    [InlineData("--write-baseline", "file")]
    [InlineData("--write-baseline", "file", "--reason", "")]
    [InlineData("--write-baseline", "file", "--reason", "  ")]
    public void A_baseline_is_not_written_without_a_reason(params string[] arguments) =>
        Assert.Contains("--reason", Assert.Single(GateVerb.Create().Parse(arguments).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void With_a_reason_it_is() => Assert.Empty(GateVerb.Create().Parse(["--write-baseline", "file", "--reason", "because"]).Errors);

    [Fact]
    public void The_baseline_names_exactly_the_pieces_that_are_measured()
    {
        using var gates = new Gates(allocates: false);
        Assert.Equal(Baseline.Read(Baseline.UsualPath).Ratios.Keys, gates.Times.Select(gate => gate.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_hot_stage_has_a_timed_piece()
    {
        using var gates = new Gates(allocates: false);
        foreach (string stage in (string[])["parse", "decision", "signed ahead", "book", "ring", "journal, encode", "journal, decode", "quote", "risk", "encode an order", "hash and sign"])
            Assert.Contains(gates.Times, gate => gate.Name.Contains(stage, StringComparison.Ordinal));
    }

    [Fact]
    public void A_slowed_piece_does_that_much_more_work()
    {
        int operations = 0;
        var gate = TimeGate.Whole("piece", 1_000, times => operations = times, () => { });
        gate.Measure(slowdownPercent: 30, new CalmProbe());
        Assert.Equal(1_300, operations);
    }
}
