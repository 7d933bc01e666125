using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Risk;

/// <summary>Smaller orders on the side that adds to the position: size × exp(−shape·|position|/largest position), whole steps.</summary>
public static class SizeShape
{
    /// <summary>Size of an order, steps.</summary>
    /// <param name="side">Its side.</param>
    /// <param name="lotSteps">Size without position.</param>
    /// <param name="positionSteps">Signed position.</param>
    /// <param name="maxPositionSteps">Largest position.</param>
    /// <param name="shape">0 for no change.</param>
    public static long Steps(Side side, long lotSteps, long positionSteps, long maxPositionSteps, double shape)
    {
        bool adds = side == Side.Buy ? positionSteps > 0 : positionSteps < 0;
        if (!adds || !(shape > 0) || maxPositionSteps <= 0)
            return lotSteps;
        return (long)(lotSteps * Elementary.Exp(-shape * Math.Abs(positionSteps) / maxPositionSteps));
    }
}
