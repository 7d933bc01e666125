using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace LowLatencyMM.Host.Collect;

/// <summary>
/// A CSV file of one day, UTF-8 with LF and RFC 4180 quoting, whose first column is a time in Unix milliseconds that never goes back. One
/// open handle; rows reach the system after <see cref="FlushRows"/> rows or when told. At a record of another UTC day the file is
/// renamed to <c>name-yyyy-MM-dd.csv</c> and a new one begun.
/// </summary>
/// <remarks>A process that was killed may leave half a line: it is cut at the next start. A file with other columns is set aside, not mixed.</remarks>
public sealed class DailyCsvFile : IDisposable
{
    /// <summary>Rows after which the file is flushed.</summary>
    public const int FlushRows = 100;

    private readonly string _path;
    private readonly string[] _columns;
    private CsvWriter _csv;
    private FileStream _stream;
    private int _unflushed;

    private DailyCsvFile(string path, string[] columns, long lastTimestampMs)
    {
        _path = path;
        _columns = columns;
        LastTimestampMs = lastTimestampMs;
        (_stream, _csv) = OpenForAppend();
    }

    /// <summary>The file's path.</summary>
    public string Path => _path;

    /// <summary>Time of the last row, Unix milliseconds; 0 for none.</summary>
    public long LastTimestampMs { get; private set; }

    /// <summary>Bytes of half a line, or of zeros, that were cut at the start.</summary>
    public long RepairedBytes { get; private init; }

    /// <summary>Where a file with other columns was moved to at the start; null for none.</summary>
    public string? SetAside { get; private init; }

    /// <summary>Opens the file, or begins one, and repairs its end.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static DailyCsvFile Open(string path, params string[] columns)
    {
        long repaired = 0;
        string? aside = null;
        long last = 0;
        if (File.Exists(path))
        {
            if (CsvTail.FirstLine(path) is { } header && header != string.Join(',', columns))
            {
                aside = FreeName(path, "columns-changed");
                File.Move(path, aside);
            }
            else
            {
                repaired = CsvTail.Repair(path);
                last = CsvTail.LastTimestampMs(path);
            }
        }
        return new DailyCsvFile(path, columns, last) { RepairedBytes = repaired, SetAside = aside };
    }

    /// <summary>Adds a row, its time first.</summary>
    /// <exception cref="IOException">It cannot be written, e.g. because the disk is full.</exception>
    public void Append(long timestampMs, params ReadOnlySpan<string> fields)
    {
        if (LastTimestampMs > 0 && DayOf(timestampMs) != DayOf(LastTimestampMs))
            Rotate();
        _csv.WriteField(timestampMs.ToString(CultureInfo.InvariantCulture));
        foreach (string field in fields)
            _csv.WriteField(field);
        _csv.NextRecord();
        LastTimestampMs = timestampMs;
        if (++_unflushed >= FlushRows)
            Flush(durable: false);
    }

    /// <summary>Hands the rows to the system, and to the disk if <paramref name="durable"/>.</summary>
    public void Flush(bool durable)
    {
        _csv.Flush();
        _stream.Flush(durable);
        _unflushed = 0;
    }

    /// <summary>Flushes to the disk and closes.</summary>
    public void Dispose()
    {
        Flush(durable: true);
        _csv.Dispose();
    }

    /// <summary>A time as the files have it, e.g. <c>2025-11-22 12:52:46.123 UTC</c>.</summary>
    public static string TimeText(long timestampMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    private void Rotate()
    {
        Dispose();
        File.Move(_path, FreeName(_path, DayOf(LastTimestampMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        (_stream, _csv) = OpenForAppend();
    }

    private (FileStream, CsvWriter) OpenForAppend()
    {
        var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var csv = new CsvWriter(new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 64 * 1024), configuration);
        if (stream.Length == 0)
        {
            foreach (string column in _columns)
                csv.WriteField(column);
            csv.NextRecord();
        }
        return (stream, csv);
    }

    private static DateOnly DayOf(long timestampMs) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).UtcDateTime);

    /// <summary>The file's name with a suffix, and a number if that name is taken.</summary>
    private static string FreeName(string path, string suffix)
    {
        string stem = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileNameWithoutExtension(path));
        string name = $"{stem}-{suffix}.csv";
        for (int number = 2; File.Exists(name); number++)
            name = $"{stem}-{suffix}.{number}.csv";
        return name;
    }
}
