using System.Diagnostics.CodeAnalysis;

namespace LowLatencyMM.Bench.Ring;

/// <summary>
/// Measures the core-to-core round trip before and after each slice, and repeats the slice if the two differ: then the host has
/// moved a virtual core, or something else ran, and the slice belongs to neither figure.
/// </summary>
internal sealed class SteadySlices
{
    private const int Attempts = 4;
    private const double MostMove = 1.25;
    private const int Slices = 11;
    private const int TripsPerSlice = 200;

    private readonly List<double> _roundTrips = [];

    /// <summary>Slices thrown away.</summary>
    public int Discarded { get; private set; }

    /// <summary>All round trips measured, nanoseconds.</summary>
    public double[] RoundTripsNs => [.. _roundTrips];

    /// <summary>Runs the slice; false if no attempt was steady.</summary>
    public bool TryMeasure<T>(Func<T> slice, [NotNullWhen(true)] out T? value, out double roundTripNs)
    {
        double before = RoundTripNs();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            value = slice()!;
            double after = RoundTripNs();
            roundTripNs = (before + after) / 2;
            if (Math.Max(before, after) <= MostMove * Math.Min(before, after))
                return true;
            Discarded++;
            before = after;
        }
        value = default;
        roundTripNs = double.NaN;
        return false;
    }

    private double RoundTripNs()
    {
        double ns = CoreToCore.RoundTripNs(Slices, TripsPerSlice);
        _roundTrips.Add(ns);
        return ns;
    }
}
