namespace LowLatencyMM.Host;

/// <summary>The process's exit codes, as the README lists them.</summary>
public static class ExitCode
{
    /// <summary>Everything went well.</summary>
    public const int Ok = 0;

    /// <summary>Something failed that has no code of its own.</summary>
    public const int Failure = 1;

    /// <summary>Wrong flag or argument.</summary>
    public const int Usage = 2;

    /// <summary>Wrong configuration value, missing key, or a setting that this version refuses.</summary>
    public const int Configuration = 3;

    /// <summary>The exchange refused, or authentication failed.</summary>
    public const int Exchange = 4;

    /// <summary>Something did not happen in time.</summary>
    public const int Timeout = 5;

    /// <summary>A journal is damaged, foreign or not there.</summary>
    public const int JournalCorrupt = 6;

    /// <summary>A replay differs from its journal.</summary>
    public const int ReplayDiverged = 7;

    /// <summary>Risk halted the engine.</summary>
    public const int RiskHalt = 9;

    /// <summary>Another process holds the account's lock.</summary>
    public const int Locked = 10;

    /// <summary>Orders may be left open on the exchange.</summary>
    public const int OrdersMayBeOpen = 11;

    /// <summary>Stopped by a second signal, after one mass cancel.</summary>
    public const int SecondSignal = 130;
}
