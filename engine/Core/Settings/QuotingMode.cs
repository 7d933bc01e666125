namespace LowLatencyMM.Core.Settings;

/// <summary>Which sides are quoted (<c>quoting_mode</c>). The values are the journal's.</summary>
public enum QuotingMode : long
{
    /// <summary>Both sides at a time, each with its own slots; partial fills keep resting.</summary>
    TwoSided = 0,

    /// <summary>One order at a time: the position decides its side.</summary>
    PingPong = 1,
}
