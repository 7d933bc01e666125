using System.IO.Compression;
using System.Text.Json;

namespace LowLatencyMM.Simulator.Recording;

/// <summary>
/// Finds out which markets a recording holds and on which grids: every market with a full book; tick and step are the powers of ten
/// that its finest price and size need.
/// </summary>
public sealed class RecordingSurvey
{
    private const string BookPrefix = "orderbooks/";

    private readonly string _file;
    private readonly SortedDictionary<string, (int Price, int Size)> _decimals = new(StringComparer.Ordinal);

    private RecordingSurvey(string file) => _file = file;

    /// <summary>Reads a whole file, plain or gzipped.</summary>
    /// <returns>Its markets, by name.</returns>
    /// <exception cref="RecordingException">The file is missing, unreadable, has a broken line or no book.</exception>
    public static IReadOnlyList<MarketOptions> Read(string path)
    {
        RecordingSurvey survey = new(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            survey.Read(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecordingException(path, "no such file; expected a recording (.jsonl or .jsonl.gz)", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RecordingException(path, $"cannot be read: {e.Message}", e);
        }
        return survey._decimals.Count == 0
            ? throw new RecordingException(path, "has no book of any market: expected lines of streams such as orderbooks/BTC-USD")
            : [.. survey._decimals.Select(market => new MarketOptions(market.Key, Unit(market.Value.Price), Unit(market.Value.Size)))];
    }

    private void Read(FileStream file)
    {
        bool gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream plain = gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader lines = new(plain);
        for (int number = 1; lines.ReadLine() is { } line; number++)
        {
            if (!line.Contains("\"" + BookPrefix, StringComparison.Ordinal))
                continue;
            try
            {
                Note(line);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                throw new RecordingException(_file, number, $"is no recorded frame: {e.Message}", e);
            }
        }
    }

    private void Note(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        string stream = document.RootElement.GetProperty("stream").GetString()!;
        bool isFull = !stream.Contains('?', StringComparison.Ordinal);
        string market = stream[BookPrefix.Length..].Split('?')[0];
        if (!isFull && !_decimals.ContainsKey(market))
            return;
        (int price, int size) = _decimals.GetValueOrDefault(market);
        JsonElement data = document.RootElement.GetProperty("frame").GetProperty("data");
        foreach (string side in (string[])["b", "a"])
        {
            foreach (JsonElement level in data.GetProperty(side).EnumerateArray())
            {
                price = Math.Max(price, Decimals(level, "p"));
                size = Math.Max(size, Math.Max(Decimals(level, "q"), Decimals(level, "c")));
            }
        }
        _decimals[market] = (price, size);
    }

    private static int Decimals(JsonElement level, string name)
    {
        if (!level.TryGetProperty(name, out JsonElement value))
            return 0;
        string text = value.GetString()!;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.AsSpan(point + 1).TrimEnd('0').Length;
    }

    private static string Unit(int decimals) => decimals == 0 ? "1" : "0." + new string('0', decimals - 1) + "1";
}
