using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>Ping-pong's two rules: which side the one order is on, and how large it is.</summary>
public sealed class PingPong(OrderSettings settings, long minOrderSteps)
{
    /// <summary>The side to quote.</summary>
    /// <param name="positionSteps">Signed position.</param>
    /// <param name="lastFill">Side of the last own fill; none before the first.</param>
    public Side Wanted(long positionSteps, Side lastFill)
    {
        if (settings.PingPongSwitch == PingPongSwitch.Position)
        {
            if (positionSteps >= minOrderSteps)
                return Side.Sell;
            if (positionSteps <= -minOrderSteps)
                return Side.Buy;
        }
        // What is left over is too small to be closed by an order.
        bool isDust = positionSteps != 0 && Math.Abs(positionSteps) < minOrderSteps;
        return lastFill switch
        {
            Side.None => positionSteps <= 0 ? Side.Buy : Side.Sell,
            Side.Buy => isDust && settings.PartialFill == PartialFillPolicy.WhenClosable ? Side.Buy : Side.Sell,
            _ => isDust && settings.PartialFill == PartialFillPolicy.WhenClosable ? Side.Sell : Side.Buy,
        };
    }

    /// <summary>
    /// Size of the order, steps: an opening one is one lot; a closing one takes the whole position if that is at most a lot, or if a lot would
    /// leave a rest that no order could close.
    /// </summary>
    public long Steps(Side side, long positionSteps, long lotSteps)
    {
        long held = side == Side.Sell ? positionSteps : -positionSteps;
        if (held < minOrderSteps || settings.PingPongSize == PingPongSizing.Fixed)
            return lotSteps;
        bool leavesDust = held - lotSteps < minOrderSteps && held <= 2 * lotSteps;
        return held <= lotSteps || leavesDust ? held : lotSteps;
    }
}
