using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Host.Tests.Measurement;

public class LatencyHistogramTextTests
{
    private const string Good =
        "latency-histograms 1\nhistogram tick-to-order\ncount 3\nmax 1000\np50 7\np90 1000\np99 1000\np99.9 1000\np99.99 1000\nbucket 7 2\nbucket 1003 1\nend\n";

    [Fact]
    public void The_format_is_this()
    {
        Assert.Equal(Good, Text(new NamedHistogram("tick-to-order", LatencyHistogramTests.Of([7, 7, 1_000]))));
    }

    [Fact]
    public void What_is_read_back_is_what_was_written_and_adds_up()
    {
        Gen<long> duration = Gen.OneOf(Gen.Choose(0, 300).Select(v => (long)v), Gen.Choose(0, int.MaxValue).Select(v => (long)v * 997), Gen.Constant(long.MaxValue));
        Prop.ForAll(duration.ListOf().ListOf().ToArbitrary(), parts =>
        {
            NamedHistogram[] written = [.. parts.Select((part, i) => new NamedHistogram($"part/{i}", LatencyHistogramTests.Of(part)))];

            IReadOnlyList<NamedHistogram> read = LatencyHistogramText.Read(new StringReader(Text(written)), "test");

            Assert.Equal(written.Select(one => one.Name), read.Select(one => one.Name));
            var sum = new LatencyHistogram();
            for (int i = 0; i < written.Length; i++)
            {
                LatencyHistogramTests.AssertSame(written[i].Durations, read[i].Durations);
                sum.Add(read[i].Durations);
            }
            LatencyHistogramTests.AssertSame(LatencyHistogramTests.Of(parts.SelectMany(part => part)), sum);
            Assert.Equal(Text(written), Text([.. read]));
        }).Check(Config.QuickThrowOnFailure.WithReplay(20_261_122, 5));
    }

    [Theory]
    [InlineData("latency-histograms 1", "latency-histograms 2", "line 1: 'latency-histograms 2', expected 'latency-histograms 1'")]
    [InlineData("histogram tick-to-order", "histogram tick to order", "line 2: 'histogram tick to order', expected a name of one word")]
    [InlineData("histogram tick-to-order", "tick-to-order", "line 2: 'tick-to-order', expected 'histogram …'")]
    [InlineData("count 3", "count three", "line 3: 'count three', expected 'count' and a whole number from 0")]
    [InlineData("count 3", "count -3", "line 3: 'count -3', expected 'count' and a whole number from 0")]
    [InlineData("count 3", "count 4", "line 12: the buckets hold 3 durations, expected the count of 4")]
    [InlineData("count 3", "count 2", "line 11: 'bucket 1003 1', expected from 1 to the 0 durations that are left")]
    [InlineData("max 1000\n", "", "line 4: 'p50 7', expected 'max …'")]
    [InlineData("max 1000", "max 1004", "line 12: the last bucket ends at 1003, expected the one that holds the max of 1004")]
    [InlineData("p90 1000", "p90 999", "line 12: p90 is 999, expected 1000 from the buckets")]
    [InlineData("bucket 7 2", "bucket 7", "line 10: 'bucket 7', expected 'bucket', the bucket's largest duration")]
    [InlineData("bucket 7 2", "bucket 7 2 1", "line 10: 'bucket 7 2 1', expected 'bucket', the bucket's largest duration")]
    [InlineData("bucket 7 2", "bucket 7 0", "line 10: 'bucket 7 0', expected from 1 to the 3 durations that are left")]
    [InlineData("bucket 1003 1", "bucket 1002 1", "line 11: 'bucket 1002 1', expected the end of a bucket above 7")]
    [InlineData("bucket 1003 1", "bucket 3 1", "line 11: 'bucket 3 1', expected the end of a bucket above 7")]
    [InlineData("end\n", "", "line 12: the end of the file, expected 'bucket …'")]
    [InlineData("end\n", "end\nhistogram tick-to-order\n", "line 13: 'histogram tick-to-order', expected a name of one word that has not come before")]
    public void What_is_wrong_is_told_by_line_value_and_what_was_expected(string good, string bad, string message)
    {
        string text = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);

        InvalidDataException wrong = Assert.Throws<InvalidDataException>(() => LatencyHistogramText.Read(new StringReader(text), "run.txt"));

        Assert.StartsWith($"run.txt, {message}", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_two_words_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => Text(new NamedHistogram("tick to order", new LatencyHistogram())));
    }

    private static string Text(params NamedHistogram[] histograms)
    {
        using var output = new StringWriter();
        LatencyHistogramText.Write(output, histograms);
        return output.ToString();
    }
}
