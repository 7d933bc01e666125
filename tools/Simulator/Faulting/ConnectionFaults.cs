namespace LowLatencyMM.Simulator.Faulting;

/// <summary>The faults that one stream connection meets. Used by the simulation's thread only.</summary>
/// <param name="plan">Rates, and whether it is paused.</param>
/// <param name="ofFrames">Drawn from for each frame.</param>
/// <param name="ofSeconds">Drawn from each second: apart, so that neither depends on how frames and seconds interleave.</param>
internal sealed class ConnectionFaults(FaultPlan plan, Random ofFrames, Random ofSeconds)
{
    private int _stalledSeconds;

    /// <summary>Whether the next frame is left out.</summary>
    public bool DropsFrame() => plan.Rates.DropFrame > 0 && ofFrames.NextDouble() < plan.Rates.DropFrame && !plan.Paused;

    /// <summary>A second of exchange time has passed: what happens to the connection, and for how many seconds.</summary>
    /// <param name="stallEnds">Whether a stall of the plan ends now.</param>
    public (FaultKind Fault, int Seconds)? Tick(out bool stallEnds)
    {
        stallEnds = _stalledSeconds > 0 && --_stalledSeconds == 0;
        double drawn = ofSeconds.NextDouble();
        if (plan.Paused || _stalledSeconds > 0)
            return null;
        if (FaultPlan.Hits(ref drawn, plan.Rates.Stall))
        {
            _stalledSeconds = ofSeconds.Next(1, plan.Rates.LongestStallSeconds + 1);
            return (FaultKind.StreamStalled, _stalledSeconds);
        }
        if (FaultPlan.Hits(ref drawn, plan.Rates.HalfClose))
            return (FaultKind.StreamHalfClosed, 0);
        return FaultPlan.Hits(ref drawn, plan.Rates.Break) ? (FaultKind.StreamBroken, 0) : null;
    }
}
