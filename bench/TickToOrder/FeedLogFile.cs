using System.Globalization;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>Reads the feed log of <c>llmm sim --feed-log</c>, whose format stands at its writer, the simulator's <c>FeedLog</c>.</summary>
internal static class FeedLogFile
{
    private const string Head = "connection\ttopic\tseq\tintended_ns\tsent_ns";

    /// <summary>All frames, in the order of the file.</summary>
    /// <exception cref="UserErrorException">It is no feed log, or a line is damaged.</exception>
    public static List<FeedFrame> Read(string path)
    {
        var frames = new List<FeedFrame>();
        // Topics repeat with each frame.
        var topics = new Dictionary<string, string>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            if (++number == 1)
            {
                if (line != Head)
                    throw new UserErrorException(ExitCode.Failure, $"{path} begins with '{line}'; the head of a feed log was expected.");
                continue;
            }
            frames.Add(Parse(line, topics)
                ?? throw new UserErrorException(ExitCode.Failure, $"{path}, line {number} is '{line}'; five fields of a feed log were expected."));
        }
        return frames;
    }

    private static FeedFrame? Parse(string line, Dictionary<string, string> topics)
    {
        string[] fields = line.Split('\t');
        if (fields.Length != 5
            || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int connection)
            || !long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long seq)
            || !long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out long intendedNs)
            || !long.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out long sentNs))
        {
            return null;
        }
        if (!topics.TryGetValue(fields[1], out string? topic))
            topics.Add(fields[1], topic = fields[1]);
        return new FeedFrame(connection, topic, seq, intendedNs, sentNs);
    }
}
