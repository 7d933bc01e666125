namespace LowLatencyMM.Core.Settings;

/// <summary>The size of an order that closes in ping-pong (<c>ping_pong_size_mode</c>). The values are the journal's.</summary>
public enum PingPongSizing : long
{
    /// <summary>The whole position if it is at most one order, or would leave a rest that no order could close; else one order.</summary>
    Position = 0,

    /// <summary>Always one order.</summary>
    Fixed = 1,
}
