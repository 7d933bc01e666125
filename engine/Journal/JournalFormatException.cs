namespace LowLatencyMM.Journal;

/// <summary>A file is no journal, or one of a version that this reader does not know. It need not be damaged.</summary>
public sealed class JournalFormatException : JournalException
{
    internal JournalFormatException(string path, string message, Exception? inner = null)
        : base(path, message, inner)
    {
    }
}
