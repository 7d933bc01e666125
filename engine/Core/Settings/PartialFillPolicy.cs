namespace LowLatencyMM.Core.Settings;

/// <summary>What ping-pong does when an order filled in part (<c>partial_fill_policy</c>). The values are the journal's.</summary>
public enum PartialFillPolicy : long
{
    /// <summary>Cancel the rest, then quote the side that the position asks for.</summary>
    SwitchImmediately = 0,

    /// <summary>Let the rest until the position is large enough to be closed by an order.</summary>
    WhenClosable = 1,
}
