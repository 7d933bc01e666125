using System.Globalization;

namespace LowLatencyMM.Host.Measurement;

/// <summary>Histograms as text that people and scripts read, and that can be read back and added up without loss.</summary>
/// <remarks>
/// <code>
/// latency-histograms 1
/// histogram NAME           without white space; no name twice in a file
/// count N
/// max NS                   exact
/// p50 NS                   also p90, p99, p99.9, p99.99: follow from the buckets, and are checked when read
/// bucket UPTO N            for each bucket that is not empty, ascending: its largest duration, and how many it holds
/// end
/// </code>
/// All durations are nanoseconds, all numbers decimal digits; lines end with a line feed; histograms follow one another.
/// </remarks>
public static class LatencyHistogramText
{
    private const string Heading = "latency-histograms 1";

    /// <summary>Writes a file.</summary>
    public static void Write(TextWriter output, IEnumerable<NamedHistogram> histograms)
    {
        output.Write($"{Heading}\n");
        foreach ((string name, LatencyHistogram durations) in histograms)
        {
            if (!IsName(name))
                throw new ArgumentException($"A histogram's name is one word, not \"{name}\".", nameof(histograms));
            output.Write($"histogram {name}\n");
            Write(output, "count", durations.Count);
            Write(output, "max", durations.Max);
            foreach ((string percentile, double fraction) in LatencyHistogram.Percentiles)
                Write(output, percentile, durations.Percentile(fraction));
            foreach ((long upTo, long count) in durations.Occupied())
                output.Write(string.Create(CultureInfo.InvariantCulture, $"bucket {upTo} {count}\n"));
            output.Write("end\n");
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="input">The file's text.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is no such file, or contradicts itself; the message names line, value and what was expected.</exception>
    public static IReadOnlyList<NamedHistogram> Read(TextReader input, string source)
    {
        var lines = new Lines(input, source);
        var histograms = new List<NamedHistogram>();
        if (lines.Next() != Heading)
            throw lines.Expected($"'{Heading}'");
        while (lines.Next() is not null)
        {
            string name = lines.Word("histogram");
            if (!IsName(name) || histograms.Exists(known => known.Name == name))
                throw lines.Expected("a name of one word that has not come before");
            histograms.Add(new NamedHistogram(name, ReadOne(lines)));
        }
        return histograms;
    }

    private static LatencyHistogram ReadOne(Lines lines)
    {
        long count = lines.NextNumber("count");
        long max = lines.NextNumber("max");
        long[] told = [.. LatencyHistogram.Percentiles.Select(percentile => lines.NextNumber(percentile.Name))];
        var durations = new LatencyHistogram();
        long last = -1;
        while (lines.Next() != "end")
            last = ReadBucket(lines, durations, last, count, max);
        if (durations.Count != count)
            throw lines.Wrong($"the buckets hold {durations.Count} durations, expected the count of {count}");
        if (last >= 0 ? !LatencyHistogram.AreAlike(last, max) : max != 0)
            throw lines.Wrong($"the last bucket ends at {last}, expected the one that holds the max of {max}");
        for (int i = 0; i < told.Length; i++)
        {
            (string name, double fraction) = LatencyHistogram.Percentiles[i];
            if (durations.Percentile(fraction) != told[i])
                throw lines.Wrong($"{name} is {told[i]}, expected {durations.Percentile(fraction)} from the buckets");
        }
        return durations;
    }

    private static long ReadBucket(Lines lines, LatencyHistogram durations, long last, long count, long max)
    {
        string[] numbers = lines.Word("bucket").Split(' ');
        if (numbers.Length != 2 || !TryNumber(numbers[0], out long upTo) || !TryNumber(numbers[1], out long held))
            throw lines.Expected("'bucket', the bucket's largest duration, and how many it holds, or 'end'");
        if (upTo <= last || !LatencyHistogram.EndsAt(upTo))
            throw lines.Expected($"the end of a bucket above {last}");
        if (held == 0 || held > count - durations.Count)
            throw lines.Expected($"from 1 to the {count - durations.Count} durations that are left");
        durations.Restore(upTo, held, Math.Min(upTo, max));
        return upTo;
    }

    private static bool IsName(string name) => name.Length > 0 && !name.Any(char.IsWhiteSpace);

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static void Write(TextWriter output, string name, long value) =>
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{name} {value}\n"));

    /// <summary>The lines, with the place for messages.</summary>
    private sealed class Lines(TextReader input, string source)
    {
        private string? _line;
        private int _number;

        public string? Next()
        {
            _number++;
            return _line = input.ReadLine();
        }

        /// <summary>What follows a word at the beginning of the line in hand.</summary>
        public string Word(string word) =>
            _line is not null && _line.StartsWith(word + " ", StringComparison.Ordinal) ? _line[(word.Length + 1)..] : throw Expected($"'{word} …'");

        public long NextNumber(string name)
        {
            Next();
            return TryNumber(Word(name), out long number) ? number : throw Expected($"'{name}' and a whole number from 0");
        }

        public InvalidDataException Expected(string what) => Wrong($"{(_line is null ? "the end of the file" : $"'{_line}'")}, expected {what}");

        public InvalidDataException Wrong(string what) => new($"{source}, line {_number.ToString(CultureInfo.InvariantCulture)}: {what}.");
    }
}
