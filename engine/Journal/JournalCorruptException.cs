namespace LowLatencyMM.Journal;

/// <summary>A journal is damaged at a place where no interruption of its writer explains it.</summary>
public sealed class JournalCorruptException : JournalException
{
    internal JournalCorruptException(string path, long offset, long sequence, string found, string expected)
        : base(path, $"{path}: corrupt at byte {offset}, sequence {sequence}: found {found}, expected {expected}")
    {
        Offset = offset;
        Sequence = sequence;
        Found = found;
        Expected = expected;
    }

    /// <summary>Where in the file, bytes.</summary>
    public long Offset { get; }

    /// <summary>The sequence that was due there.</summary>
    public long Sequence { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What should be there.</summary>
    public string Expected { get; }
}
