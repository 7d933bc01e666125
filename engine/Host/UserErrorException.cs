namespace LowLatencyMM.Host;

/// <summary>An error that the user can mend: one message with place, value and what was expected, and the exit code.</summary>
public sealed class UserErrorException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="Host.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
