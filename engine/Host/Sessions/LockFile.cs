namespace LowLatencyMM.Host.Sessions;

/// <summary>A file that only one process holds open: the lock of a folder or an account. The system frees it when the process ends, however it does.</summary>
internal static class LockFile
{
    // What the lock of another process looks like: EWOULDBLOCK of flock, ERROR_SHARING_VIOLATION of Windows.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Takes the lock; whoever disposes of it gives it back.</summary>
    /// <param name="path">The lock's own file.</param>
    /// <param name="heldMessage">What to tell the user if another process has it.</param>
    /// <exception cref="UserErrorException">Another process has it: exit code 10.</exception>
    public static FileStream Take(string path, string heldMessage)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
        {
            throw new UserErrorException(ExitCode.Locked, $"{path}: {heldMessage}.", e);
        }
    }
}
