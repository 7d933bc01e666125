using LowLatencyMM.Gateway;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>
/// The signing thread in simulated time: it wakes a while after something was offered, and every signature takes it the same time. The
/// signatures are real; only when they are there is simulated.
/// </summary>
/// <param name="time">The time that signatures are stamped with; this signer's alone.</param>
/// <param name="costNs">Time of one signature.</param>
/// <param name="wakeNs">From the offer to the thread's first step.</param>
/// <param name="stalls">Draws when the thread is kept from its core, for up to ten thousand times a signature; null for never.</param>
internal sealed class SimulatedSigner(SimulatedTime time, long costNs, long wakeNs, Random? stalls)
{
    private const int StallsOneOf = 4;
    private const int LongestStall = 10_000;

    private long _doneNs = long.MaxValue;

    /// <summary>Something was offered.</summary>
    public void Wake(long nowNs)
    {
        if (_doneNs == long.MaxValue)
            _doneNs = nowNs + wakeNs + Cost();
    }

    /// <summary>Makes every signature that is finished by now. Nothing may have been offered since the last call but at its end.</summary>
    public void RunTo(SigningAhead ahead, long nowNs)
    {
        while (_doneNs <= nowNs)
        {
            time.NowNs = _doneNs;
            _doneNs = ahead.SignNext() ? _doneNs + Cost() : long.MaxValue;
        }
    }

    private long Cost() => stalls is null || stalls.Next(StallsOneOf) != 0 ? costNs : costNs * stalls.Next(1, LongestStall);
}
