namespace LowLatencyMM.Core.Settings;

/// <summary>What decides the side in ping-pong (<c>ping_pong_switch</c>). The values are the journal's.</summary>
public enum PingPongSwitch : long
{
    /// <summary>The position: long sells, short buys, flat the opposite of the last fill.</summary>
    Position = 0,

    /// <summary>The last fill alone: its opposite. Never reduces a position that was there at the start.</summary>
    Toggle = 1,
}
