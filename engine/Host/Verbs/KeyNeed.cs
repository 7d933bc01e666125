namespace LowLatencyMM.Host.Verbs;

/// <summary>Which keys a verb needs.</summary>
internal enum KeyNeed
{
    /// <summary>None: what it asks is public.</summary>
    None,

    /// <summary>The API key: it reads the account, or cancels.</summary>
    ApiKey,

    /// <summary>All of them: it signs.</summary>
    Signing,
}
