using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator;

/// <summary>What the exchange's documents leave open. A client must get along with either choice.</summary>
public sealed record Assumptions
{
    /// <summary>Which order gives way to self-trade protection.</summary>
    public SelfTradePolicy SelfTrade { get; init; }

    /// <summary>A post-only order that would trade ends CANCELLED instead of REJECTED.</summary>
    public bool PostOnlyCrossIsCancelled { get; init; }

    /// <summary>An order that takes is told as NEW before its trades.</summary>
    public bool TakerIsNewFirst { get; init; }

    /// <summary>A replace tells of the new order before the old one.</summary>
    public bool ReplaceTellsNewFirst { get; init; }

    /// <summary>A conditional order is told as TRIGGERED before what becomes of it.</summary>
    public bool TriggeredIsTold { get; init; } = true;

    /// <summary>An order without selfTradeProtectionLevel is accepted and never appears, as was seen on testnet.</summary>
    public bool OrderWithoutProtectionVanishes { get; init; }

    /// <summary>v1 account data carry <c>isSnapshot</c> as those of v2 do.</summary>
    public bool PlainAccountTellsSnapshot { get; init; }
}
