namespace LowLatencyMM.Journal;

/// <summary>A journal cannot be read or written; the message says which, where and why.</summary>
public abstract class JournalException : Exception
{
    private protected JournalException(string path, string message, Exception? inner = null)
        : base(message, inner) => Path = path;

    /// <summary>The file or folder that it is about.</summary>
    public string Path { get; }
}
