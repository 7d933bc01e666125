using LowLatencyMM.Bench.Gate;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Tests;

public sealed class BaselineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmm-baseline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_read_again()
    {
        var written = new Baseline(MachineFingerprint.Current(), "why", 3, 1.4, new SortedDictionary<string, double> { ["parse"] = 1.25 });
        string file = Path.Combine(_folder, "baseline.json");
        written.Write(file);
        Baseline read = Baseline.Read(file);
        Assert.Equal(written.Machine, read.Machine);
        Assert.Equal("why", read.Reason);
        Assert.Equal(1.4, read.Calm);
        Assert.Equal(written.Ratios, read.Ratios);
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_baseline_beside_the_program_can_be_read_and_names_gates() => Assert.NotEmpty(Baseline.Read(Baseline.UsualPath).Ratios);

    [Theory]
    [InlineData("{", "not a baseline")]
    [InlineData("null", "expected an object")]
    [InlineData("{}", "machine")]
    [InlineData("""{"machine":{"processor":"a","cores":2,"vectorBits":256,"architecture":"X64","runtime":"10.0","tieredCompilation":"x"},"reason":"r","processes":1,"calm":1.4,"ratios":{"parse":0}}""", "parse")]
    [InlineData("""{"machine":{"processor":"a","cores":2,"vectorBits":256,"architecture":"X64","runtime":"10.0","tieredCompilation":"x"},"reason":"r","processes":1,"calm":0,"ratios":{"parse":1}}""", "calm")]
    [InlineData("""{"machine":{"processor":"a","cores":2,"vectorBits":256,"architecture":"X64","runtime":"10.0","tieredCompilation":"x"},"reason":"r","processes":1,"calm":1.4,"ratios":{},"limit":3}""", "limit")]
    public void A_file_that_is_no_baseline_is_refused_by_name(string text, string expected)
    {
        string file = Path.Combine(_folder, "broken.json");
        File.WriteAllText(file, text);
        var error = Assert.Throws<UserErrorException>(() => Baseline.Read(file));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("absent.json", Assert.Throws<UserErrorException>(() => Baseline.Read(Path.Combine(_folder, "absent.json"))).Message, StringComparison.Ordinal);
}
