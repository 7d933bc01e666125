using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>What became of one market's orders.</summary>
internal sealed class LadderTally
{
    private readonly List<double> _agesMs = [];
    private readonly List<double> _ticksAway = [];
    private readonly long[] _misses = new long[Enum.GetValues<LadderMiss>().Length];
    private long _creates;
    private long _exact;
    private long _readyCreates;
    private long _replaces;
    private long _readyReplaces;

    /// <summary>Creates and replaces.</summary>
    public long Orders => _creates + _replaces;

    /// <summary>Orders that were found signed.</summary>
    public long Hits => _readyCreates + _readyReplaces;

    /// <summary>Replaces.</summary>
    public long Replaces => _replaces;

    /// <summary>How far behind their wanted prices the orders stood that were found signed, sum of ticks.</summary>
    public long TicksBehind { get; private set; }

    /// <summary>Share of the replaces that were found signed; 0 if there are none.</summary>
    public double ReplaceHitRate => Rate(_readyReplaces, _replaces);

    /// <summary>An order that was found.</summary>
    /// <param name="kind">Create or replace.</param>
    /// <param name="ageMs">Age of its signature.</param>
    /// <param name="ticksBehind">How far behind the wanted price it was taken.</param>
    public void Hit(RequestKind kind, double ageMs, long ticksBehind)
    {
        Count(kind, 1);
        TicksBehind += ticksBehind;
        if (ticksBehind == 0)
            _exact++;
        _agesMs.Add(ageMs);
    }

    /// <summary>An order that was not.</summary>
    /// <param name="kind">Create or replace.</param>
    /// <param name="why">Why not.</param>
    /// <param name="ticksAway">Distance of its price from the nearest planned one.</param>
    public void Miss(RequestKind kind, LadderMiss why, long ticksAway)
    {
        Count(kind, 0);
        _misses[(int)why]++;
        if (why == LadderMiss.OtherPrice)
            _ticksAway.Add(ticksAway);
    }

    /// <summary>The figures, by names that carry the units.</summary>
    public (string Key, object Value)[] Figures(long signatures) =>
    [
        ("orders", Orders),
        ("replaces", _replaces),
        ("replaceHitRate", ReplaceHitRate),
        ("createHitRate", Rate(_readyCreates, _creates)),
        ("exactShareOfHits", Rate(_exact, Hits)),
        ("ticksBehindMean", Hits == 0 ? 0.0 : (double)TicksBehind / Hits),
        ("notReady", _misses[(int)LadderMiss.NotReady]),
        ("noPlan", _misses[(int)LadderMiss.NoPlan]),
        ("otherPrice", _misses[(int)LadderMiss.OtherPrice]),
        ("otherSize", _misses[(int)LadderMiss.OtherSize]),
        ("expiry", _misses[(int)LadderMiss.Expiry]),
        ("missedByTicksMedian", _ticksAway.Count == 0 ? 0.0 : Median.Of([.. _ticksAway])),
        ("ageMeanMs", _agesMs.Count == 0 ? 0.0 : _agesMs.Average()),
        ("ageP99Ms", _agesMs.Count == 0 ? 0.0 : Median.Quantile([.. _agesMs], 0.99)),
        ("signaturesPerHit", Hits == 0 ? 0.0 : (double)signatures / Hits),
    ];

    private static double Rate(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private void Count(RequestKind kind, int ready)
    {
        if (kind == RequestKind.Replace)
        {
            _replaces++;
            _readyReplaces += ready;
            return;
        }
        _creates++;
        _readyCreates += ready;
    }
}
