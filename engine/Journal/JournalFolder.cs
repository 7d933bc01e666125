using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace LowLatencyMM.Journal;

/// <summary>
/// How journals lie on disk: a root holds one folder per session, <c>20261122T080405.1234567Z-1f3a9c2e</c> (UTC start, so that names
/// sort by time, and a random part); a session holds its segments, <c>segment-000000.msgpack</c> and so on without a hole, and
/// while it is written a <c>tail</c>.
/// </summary>
public static partial class JournalFolder
{
    /// <summary>The session that <paramref name="path"/> means: itself, or the newest one in it.</summary>
    /// <exception cref="JournalNotFoundException">There is none; the message tells what is there instead.</exception>
    public static string FindSession(string path)
    {
        if (File.Exists(path))
            throw new JournalNotFoundException(path, $"{path} is a file; expected a journal's folder");
        if (!Directory.Exists(path))
            throw new JournalNotFoundException(path, $"{path} does not exist; expected a journal's folder");
        if (Segments(path).Count > 0)
            return path;
        return NewestSession(path) ?? throw new JournalNotFoundException(path, $"{path} holds no journal session: {Contents(path)}");
    }

    /// <summary>The newest session in <paramref name="root"/> that has a segment; null if there is none.</summary>
    public static string? NewestSession(string root) =>
        Directory.EnumerateDirectories(root)
            .Where(folder => SessionName().IsMatch(Path.GetFileName(folder)) && Segments(folder).Count > 0)
            .MaxBy(Path.GetFileName, StringComparer.Ordinal);

    /// <summary>The segments in a session's folder, in order.</summary>
    internal static List<string> Segments(string session) =>
        [.. Directory.EnumerateFiles(session).Where(file => SegmentName().IsMatch(Path.GetFileName(file))).Order(StringComparer.Ordinal)];

    internal static string SegmentPath(string session, int index) =>
        Path.Combine(session, string.Create(CultureInfo.InvariantCulture, $"segment-{index:D6}.msgpack"));

    /// <summary>What the writer has not yet brought into segments; there while a session is written, and after a process was killed.</summary>
    internal static string TailPath(string session) => Path.Combine(session, "tail");

    internal static string NewSessionId(long startNs)
    {
        string start = DateTime.UnixEpoch.AddTicks(startNs / 100).ToString("yyyyMMdd'T'HHmmss'.'fffffff'Z'", CultureInfo.InvariantCulture);
        return $"{start}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    }

    private static string Contents(string folder)
    {
        string? first = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Min(StringComparer.Ordinal);
        return first is null ? "it is empty" : $"it holds other files, e.g. '{first}'";
    }

    [GeneratedRegex(@"^\d{8}T\d{6}\.\d{7}Z-[0-9a-f]{8}$")]
    private static partial Regex SessionName();

    [GeneratedRegex(@"^segment-\d{6}\.msgpack$")]
    private static partial Regex SegmentName();
}
