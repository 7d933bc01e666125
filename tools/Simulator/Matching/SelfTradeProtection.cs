namespace LowLatencyMM.Simulator.Matching;

/// <summary>Whether an incoming order may trade with the account's own resting orders.</summary>
internal enum SelfTradeProtection : byte
{
    /// <summary>ACCOUNT: it may not; what is left of it is cancelled.</summary>
    Account,

    /// <summary>CLIENT: as ACCOUNT, since the simulator has one account.</summary>
    Client,

    /// <summary>DISABLED: it may.</summary>
    Disabled,
}
