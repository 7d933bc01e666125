namespace LowLatencyMM.Core.Events;

/// <summary>What is asked of the exchange. The values are the journal's.</summary>
public enum RequestKind : long
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A new order.</summary>
    Create = 1,

    /// <summary>A new order that atomically replaces another (<c>cancelId</c>).</summary>
    Replace = 2,

    /// <summary>Cancel one order by external id.</summary>
    Cancel = 3,

    /// <summary>Ask for the state of one order by external id (control connection).</summary>
    Query = 4,

    /// <summary>Cancel every order of the market (control connection).</summary>
    MassCancel = 5,

    /// <summary>Arm or disarm the dead man's switch (control connection; asked for by the host, not by the core).</summary>
    DeadMansSwitch = 6,

    /// <summary>Count the open orders (control connection; asked for by the host, not by the core).</summary>
    CountOpenOrders = 7,

    /// <summary>Fetch fills, position, balance and open orders after a reconnect (control connection; asked for by the host).</summary>
    Recover = 8,

    /// <summary>Poll the order book as a backup of the streams (asked for by the host, not by the core).</summary>
    BackupBook = 9,

    /// <summary>Poll open orders and positions while the account stream is down (control connection; asked for by the host).</summary>
    PollAccount = 10,

    /// <summary>One attempt of any of the host's calls that failed; the call may have been repeated since.</summary>
    Attempt = 11,
}
