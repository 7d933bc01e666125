namespace LowLatencyMM.Host.Verbs;

/// <summary>Asks before something is sent that costs money.</summary>
internal static class Confirmation
{
    /// <summary>True if the user agreed: by <c>--yes</c>, or on a terminal by answering y.</summary>
    /// <exception cref="UserErrorException">There is nobody to ask: usage.</exception>
    public static bool Ask(string question, bool yes)
    {
        if (yes)
            return true;
        if (Console.IsInputRedirected)
            throw new UserErrorException(ExitCode.Usage, "Nothing was sent: there is no terminal to ask on. Give --yes to send without being asked.");
        Console.Error.Write($"{question} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
