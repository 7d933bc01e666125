using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Book;

/// <summary>The full-book frames of a recording: one gzipped JSON line per event, in the shape of the exchange's stream.</summary>
internal static class BookRecording
{
    /// <summary>Reads the frames of all markets, in order. <paramref name="grids"/> gives tick and step by market.</summary>
    public static IEnumerable<(string Market, BookFrame Frame)> Read(string path, IReadOnlyDictionary<string, (decimal Tick, decimal Step)> grids)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (!line.AsSpan(0, Math.Min(line.Length, 80)).Contains("\"orderbooks/", StringComparison.Ordinal) || line.Contains("?depth=1\"", StringComparison.Ordinal))
                continue;
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement frame = document.RootElement.GetProperty("frame");
            JsonElement data = frame.GetProperty("data");
            string market = data.GetProperty("m").GetString()!;
            (decimal tick, decimal step) = grids[market];
            bool isSnapshot = frame.GetProperty("type").ValueEquals("SNAPSHOT"u8);
            var levels = new List<BookFrameLevel>();
            AddLevels(levels, Side.Buy, data.GetProperty("b"), tick, step, isSnapshot);
            AddLevels(levels, Side.Sell, data.GetProperty("a"), tick, step, isSnapshot);
            yield return (market, new BookFrame(frame.GetProperty("seq").GetInt64(), isSnapshot, levels));
        }
    }

    private static void AddLevels(List<BookFrameLevel> levels, Side side, JsonElement array, decimal tick, decimal step, bool isSnapshot)
    {
        foreach (JsonElement level in array.EnumerateArray())
        {
            long change = OnGrid(level.GetProperty("q"), step);
            long absolute = isSnapshot ? change : OnGrid(level.GetProperty("c"), step);
            levels.Add(new BookFrameLevel(side, OnGrid(level.GetProperty("p"), tick), change, absolute));
        }
    }

    private static long OnGrid(JsonElement text, decimal unit)
    {
        decimal units = decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture) / unit;
        return decimal.IsInteger(units) ? (long)units : throw new InvalidDataException($"{text} is not a multiple of {unit}.");
    }
}
