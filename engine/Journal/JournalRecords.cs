namespace LowLatencyMM.Journal;

/// <summary>Numbers of the journal's own records and limits of its format.</summary>
internal static class JournalRecords
{
    /// <summary>The format that this version writes, and the only one that it reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>Kind of a segment's first record.</summary>
    public const int HeaderKind = 0;

    /// <summary>Kind of a finished segment's last record; above every event kind.</summary>
    public const int TrailerKind = 0xffff;

    /// <summary>No record of any version is longer, bytes.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    /// <summary>Elements of a record at least: head and checksum.</summary>
    public const int MinElements = RecordLayout.HeadCount + 1;
}
