namespace LowLatencyMM.Journal;

/// <summary>The journal cannot be written on; the cause, e.g. a full disk, is the inner exception.</summary>
public sealed class JournalWriteException : JournalException
{
    internal JournalWriteException(string path, string message, Exception inner)
        : base(path, message, inner)
    {
    }
}
