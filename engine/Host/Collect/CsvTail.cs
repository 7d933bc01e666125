using System.Globalization;
using System.Text;

namespace LowLatencyMM.Host.Collect;

/// <summary>What a writer must know of a CSV file's beginning and end before it appends. The fields written here hold no line ends.</summary>
internal static class CsvTail
{
    private const int Block = 64 * 1024;

    /// <summary>
    /// Cuts what a killed process or a crashed system left behind the last whole row: half a line, or lines with zeros. Returns the bytes cut.
    /// </summary>
    public static long Repair(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        long length = file.Length, end = length;
        while (end > 0)
        {
            (long start, byte[] line) = LineBefore(file, end);
            if (line[^1] == '\n' && !line.Contains((byte)0))
                break;
            end = start;
        }
        if (end < length)
        {
            file.SetLength(end);
            file.Flush(flushToDisk: true);
        }
        return length - end;
    }

    /// <summary>The first line without its end; null if the file has no whole line.</summary>
    public static string? FirstLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] block = new byte[Block];
        int read = file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        int newline = block.AsSpan(0, read).IndexOf((byte)'\n');
        return newline < 0 ? null : Encoding.UTF8.GetString(block, 0, newline);
    }

    /// <summary>The first field of the last row; 0 if there is no row.</summary>
    public static long LastTimestampMs(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        (_, byte[] line) = LineBefore(file, file.Length);
        string text = Encoding.UTF8.GetString(line);
        return long.TryParse(text.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;
    }

    /// <summary>The line that ends at <paramref name="end"/>, its end included, and where it begins.</summary>
    private static (long Start, byte[] Line) LineBefore(FileStream file, long end)
    {
        var collected = new List<byte[]>();
        long start = end;
        while (start > 0)
        {
            int size = (int)Math.Min(Block, start);
            byte[] block = new byte[size];
            file.Position = start - size;
            file.ReadExactly(block);
            // The line's own end does not count.
            int searched = start == end && block[^1] == '\n' ? size - 1 : size;
            int newline = block.AsSpan(0, searched).LastIndexOf((byte)'\n');
            collected.Insert(0, block[(newline + 1)..]);
            start -= size - (newline + 1);
            if (newline >= 0)
                break;
        }
        return (start, [.. collected.SelectMany(part => part)]);
    }
}
