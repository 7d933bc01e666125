namespace LowLatencyMM.Core.Settings;

/// <summary>How the horizon τ runs (<c>horizon_mode</c>). The values are the journal's.</summary>
public enum HorizonMode
{
    /// <summary>Always the same.</summary>
    Rolling = 0,

    /// <summary>Falls from the whole horizon to a floor, then begins anew.</summary>
    Session = 1,
}
