using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Pnl;

/// <summary>
/// What fills were worth later: for each fill, side × (mid − fill price) × size at the fill (the spread captured) and 1, 5, 30 and 60
/// seconds after it. A markout well below the spread captured tells that fills come when the price is about to move against them.
/// </summary>
/// <remarks>
/// The mid of a moment is the last one known then. O(1) a fill and horizon; when fills come faster than the room allows, the oldest that wait
/// are given up and counted. Allocates nothing after construction.
/// </remarks>
public sealed class Markouts
{
    /// <summary>Number of horizons.</summary>
    public const int Horizons = 4;

    private const int Capacity = 4_096;
    private const long NsPerSecond = 1_000_000_000;

    private static readonly long[] HorizonNs = [NsPerSecond, 5 * NsPerSecond, 30 * NsPerSecond, 60 * NsPerSecond];

    private readonly MarketUnits _units;
    private readonly Fill[] _fills = new Fill[Capacity];
    private readonly long[] _next = new long[Horizons];
    private readonly long[] _sumMicro = new long[Horizons];
    private long _added;

    /// <summary>No fill yet.</summary>
    public Markouts(MarketUnits units) => _units = units;

    /// <summary>Spread captured: what all fills were worth against the mid at their time, 1e-6 of the collateral.</summary>
    public long SpreadMicro { get; private set; }

    /// <summary>Fills whose horizons were given up for want of room.</summary>
    public long Lost { get; private set; }

    /// <summary>Seconds of a horizon.</summary>
    public static long SecondsOf(int horizon) => HorizonNs[horizon] / NsPerSecond;

    /// <summary>What the fills that are older than a horizon were worth then, 1e-6 of the collateral.</summary>
    public long SumMicro(int horizon) => _sumMicro[horizon];

    /// <summary>Fills in the sum of a horizon.</summary>
    public long Count(int horizon) => _next[horizon] - Lost;

    /// <summary>A fill.</summary>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="side">Buy or sell.</param>
    /// <param name="steps">Size.</param>
    /// <param name="valueMicro">Price times size, 1e-6 of the collateral.</param>
    /// <param name="mid2">Best bid + best ask in ticks; 0 if none is known, then the fill is left out.</param>
    public void OnFill(long nowNs, Side side, long steps, long valueMicro, long mid2)
    {
        if (mid2 == 0)
            return;
        if (_added - _next[Horizons - 1] == Capacity)
            GiveUpOldest();
        var fill = new Fill(nowNs, side == Side.Buy ? steps : -steps, side == Side.Buy ? valueMicro : -valueMicro);
        _fills[_added++ & (Capacity - 1)] = fill;
        SpreadMicro += Worth(fill, mid2);
    }

    /// <summary>The value of earlier fills turned out to be different by so much.</summary>
    public void Adjust(Side side, long deltaMicro)
    {
        long worth = side == Side.Buy ? -deltaMicro : deltaMicro;
        SpreadMicro += worth;
        for (int i = 0; i < Horizons; i++)
            _sumMicro[i] += worth;
    }

    /// <summary>Time has come to <paramref name="nowNs"/>, and until then the mid was <paramref name="mid2"/>.</summary>
    public void Advance(long nowNs, long mid2)
    {
        if (_next[Horizons - 1] == _added || mid2 == 0)
            return;
        for (int i = 0; i < Horizons; i++)
        {
            while (_next[i] < _added && nowNs - _fills[_next[i] & (Capacity - 1)].AtNs >= HorizonNs[i])
                _sumMicro[i] += Worth(_fills[_next[i]++ & (Capacity - 1)], mid2);
        }
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_added);
        hash.Add(SpreadMicro);
        hash.Add(Lost);
        for (int i = 0; i < Horizons; i++)
        {
            hash.Add(_next[i]);
            hash.Add(_sumMicro[i]);
        }
    }

    private void GiveUpOldest()
    {
        long oldest = _next[Horizons - 1];
        for (int i = 0; i < Horizons; i++)
            _next[i] = Math.Max(_next[i], oldest + 1);
        Lost++;
    }

    private long Worth(in Fill fill, long mid2) => _units.ValueAtMidMicro(mid2, fill.SignedSteps) - fill.SignedMicro;

    private readonly record struct Fill(long AtNs, long SignedSteps, long SignedMicro);
}
