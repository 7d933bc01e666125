namespace LowLatencyMM.Journal;

/// <summary>There is no journal at the given place.</summary>
public sealed class JournalNotFoundException : JournalException
{
    internal JournalNotFoundException(string path, string message)
        : base(path, message)
    {
    }
}
