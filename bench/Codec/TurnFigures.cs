using LowLatencyMM.Bench.Gate;

namespace LowLatencyMM.Bench.Codec;

/// <summary>
/// What <see cref="Turns"/> found. Only slices count during which the thread had its core for itself: otherwise a kind that was
/// measured in a crowded second looks slower than one with more bytes.
/// </summary>
internal sealed class TurnFigures
{
    private readonly double[][] _ns;
    private readonly bool[][] _isCalm;
    private readonly long[] _allocatedBytes;

    /// <param name="ns">Nanoseconds of an operation, by way and slice.</param>
    /// <param name="looks">The higher one of <see cref="CalmProbe.Look"/> before and after, by way and slice.</param>
    /// <param name="allocatedBytes">By way.</param>
    public TurnFigures(double[][] ns, double[][] looks, long[] allocatedBytes)
    {
        _ns = ns;
        _allocatedBytes = allocatedBytes;
        CalmLevel = CalmProbe.Level([.. looks.SelectMany(way => way)]);
        _isCalm = [.. looks.Select(way => way.Select(look => CalmProbe.IsCalm(look, CalmLevel)).ToArray())];
    }

    /// <summary>What the probe saw in the calmest slices.</summary>
    public double CalmLevel { get; }

    /// <summary>Of all slices.</summary>
    public double CalmPercent => 100.0 * _isCalm.Sum(way => way.Count(calm => calm)) / _isCalm.Sum(way => way.Length);

    /// <summary>Median nanoseconds of a way's operation; not a number if no slice was calm.</summary>
    public double Ns(int way) => MedianOf(_ns[way].Where((_, slice) => _isCalm[way][slice]));

    /// <summary>What this fraction of all slices did not exceed, calm or not; nanoseconds of an operation.</summary>
    public double NsOfAll(int way, double fraction) => Median.Quantile([.. _ns[way]], fraction);

    /// <summary>The median of the ratios of neighbouring slices; not a number if never both were calm.</summary>
    public double Ratio(int above, int below) =>
        MedianOf(_ns[above].Zip(_ns[below], (a, b) => a / b).Where((_, slice) => _isCalm[above][slice] && _isCalm[below][slice]));

    /// <summary>Bytes that a way allocated in all its slices.</summary>
    public long AllocatedBytes(int way) => _allocatedBytes[way];

    private static double MedianOf(IEnumerable<double> samples)
    {
        double[] all = [.. samples];
        return all.Length == 0 ? double.NaN : Median.Of(all);
    }
}
