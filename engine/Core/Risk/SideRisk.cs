using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Risk;

/// <summary>What risk last said about a side, so that only changes are told.</summary>
public sealed class SideRisk
{
    private long _wantedSteps;

    /// <summary>Nothing was said yet.</summary>
    public SideRisk(Side side) => Side = side;

    /// <summary>Buy or sell.</summary>
    public Side Side { get; }

    /// <summary>Why less than wanted is allowed; approved if nothing was taken away.</summary>
    public RiskReason Reason { get; private set; }

    /// <summary>Size allowed.</summary>
    public long AllowedSteps { get; private set; }

    /// <summary>
    /// Takes a decision; true if it must be told: when it restricts in another way than the last one, or no longer restricts. What is
    /// approved again and again, at whatever size, is not told.
    /// </summary>
    public bool Changes(in RiskDecision decision, long wantedSteps)
    {
        bool isApprovedStill = decision.Reason == RiskReason.Approved && Reason == RiskReason.Approved;
        bool isSame = decision.Reason == Reason && decision.AllowedSteps == AllowedSteps && wantedSteps == _wantedSteps;
        Reason = decision.Reason;
        AllowedSteps = decision.AllowedSteps;
        _wantedSteps = wantedSteps;
        return !isApprovedStill && !isSame;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add((long)Reason);
        hash.Add(AllowedSteps);
        hash.Add(_wantedSteps);
    }
}
