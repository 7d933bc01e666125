namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>Cuts a journal that has no trailer as an interrupted disk would: within its last record.</summary>
internal static class TornTail
{
    /// <summary>Leaves what the segments have: what they were still to be written from never made it to the disk.</summary>
    public static void KeepSegmentsOnly(string session) => File.Delete(Path.Combine(session, "tail"));

    /// <summary>Cuts the segment one byte before its last byte that is not 0, which is part of the last checksum.</summary>
    public static void Cut(string session)
    {
        KeepSegmentsOnly(session);
        string segment = Directory.EnumerateFiles(session).Order(StringComparer.Ordinal).First();
        using FileStream file = File.Open(segment, FileMode.Open, FileAccess.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int last = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        file.SetLength(last - 1);
    }
}
