using LowLatencyMM.Core.Numerics;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// The distances at which virtual quotes are posted: from 2 ticks to 1.5 % of the mid, by default evenly spaced in the logarithm, so
/// that most of them lie where the intensity decays.
/// </summary>
public static class DepthGrid
{
    /// <summary>Most points of a grid.</summary>
    public const int MaxPoints = 18;

    /// <summary>The first distance, ticks.</summary>
    public const long FirstTicks = 2;

    private const double LastShareOfMid = 0.015;

    /// <summary>
    /// Writes the distances in ticks, ascending, without duplicates, and returns how many. With a coarse tick there are fewer
    /// points; a single one means that no intensity can be estimated.
    /// </summary>
    /// <param name="mid2">Best bid + best ask in ticks, above 0.</param>
    /// <param name="tickSize">One tick in the collateral.</param>
    /// <param name="spacing">How the points are spaced.</param>
    /// <param name="ticks">Room for <see cref="MaxPoints"/>.</param>
    public static int Fill(long mid2, double tickSize, GridSpacing spacing, Span<long> ticks)
    {
        double last = LastShareOfMid * (mid2 * 0.5 * tickSize) / tickSize;
        if (last <= FirstTicks)
        {
            ticks[0] = FirstTicks;
            return 1;
        }
        double logRatio = Elementary.Ln(last / FirstTicks);
        int count = 0;
        for (int i = 0; i < MaxPoints; i++)
        {
            // The last point is what it is, not what the exponential of its logarithm makes of it.
            double raw = i == MaxPoints - 1 ? last
                : spacing == GridSpacing.Linear ? FirstTicks + (last - FirstTicks) * i / (MaxPoints - 1)
                : FirstTicks * Elementary.Exp(logRatio * i / (MaxPoints - 1));
            long rounded = (long)Math.Floor(raw + 0.5);
            if (count == 0 || rounded != ticks[count - 1])
                ticks[count++] = rounded;
        }
        return count;
    }
}
