namespace LowLatencyMM.Bench;

/// <summary>Order statistics of a handful of samples.</summary>
internal static class Median
{
    /// <summary>The median; sorts the samples.</summary>
    public static double Of(Span<double> samples) => Quantile(samples, 0.5);

    /// <summary>The smallest sample that at least <paramref name="fraction"/> of all do not exceed; sorts the samples.</summary>
    public static double Quantile(Span<double> samples, double fraction)
    {
        samples.Sort();
        return samples[Math.Clamp((int)Math.Ceiling(fraction * samples.Length) - 1, 0, samples.Length - 1)];
    }
}
