namespace LowLatencyMM.Bench.Compare;

/// <summary>
/// The median of paired ratios with its confidence interval from order statistics: no distribution is assumed. Source: the number of
/// pairs below the median is binomial with p = 1/2.
/// </summary>
/// <param name="Median">The median ratio.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Confidence">What the interval really covers, at least 0.95.</param>
internal readonly record struct PairedRatio(double Median, double Low, double High, double Confidence)
{
    /// <summary>Fewer pairs cannot give 95 %.</summary>
    public const int LeastPairs = 6;

    private const double LeastConfidence = 0.95;

    /// <summary>Of a handful of ratios; sorts them.</summary>
    /// <exception cref="ArgumentException">Fewer than <see cref="LeastPairs"/>.</exception>
    public static PairedRatio Of(Span<double> ratios)
    {
        int count = ratios.Length;
        if (count < LeastPairs)
            throw new ArgumentException(FormattableString.Invariant($"{count} pairs, expected at least {LeastPairs}."), nameof(ratios));
        ratios.Sort();
        double tail = Math.Pow(0.5, count);
        double term = tail;
        int outside = 0;
        for (int next = 1; next < count / 2; next++)
        {
            term *= (count - next + 1) / (double)next;
            if (1 - (2 * (tail + term)) < LeastConfidence)
                break;
            tail += term;
            outside = next;
        }
        double median = count % 2 == 1 ? ratios[count / 2] : (ratios[(count / 2) - 1] + ratios[count / 2]) / 2;
        return new PairedRatio(median, ratios[outside], ratios[count - 1 - outside], 1 - (2 * tail));
    }
}
