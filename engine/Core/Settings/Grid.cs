namespace LowLatencyMM.Core.Settings;

/// <summary>The grid that prices or sizes of a market lie on: one unit is <c>Mantissa × 10^-Scale</c>, exactly.</summary>
/// <param name="Mantissa">At least 1. Ticks need not be powers of ten: 0.5 is (5, 1).</param>
/// <param name="Scale">Decimal places, 0 to 12.</param>
public readonly record struct Grid(long Mantissa, int Scale)
{
    /// <summary>The unit as a double, for the models only: never for a number that is sent.</summary>
    public double ToDouble()
    {
        double divisor = 1;
        for (int i = 0; i < Scale; i++)
            divisor *= 10;
        return Mantissa / divisor;
    }
}
