using LowLatencyMM.Journal;

namespace LowLatencyMM.Host.Verbs;

/// <summary>Turns what is wrong with a journal into the user's message and exit code.</summary>
internal static class JournalErrors
{
    public static T Translate<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JournalException e)
        {
            throw new UserErrorException(ExitCode.JournalCorrupt, e.Message, e);
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(ExitCode.JournalCorrupt, e.Message, e);
        }
    }
}
