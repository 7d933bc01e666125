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

    /// <summary>Setting the leverage is answered with an empty body, as was seen by other clients.</summary>
    public bool LeverageAnswerIsEmpty { get; init; }

    /// <summary>v1 account data carry <c>isSnapshot</c> as those of v2 do.</summary>
    public bool PlainAccountTellsSnapshot { get; init; }

    /// <summary>The choices by name, for command lines: those named, the others as by default.</summary>
    /// <param name="text">Names separated by commas, such as <c>cancel-maker,taker-new-first</c>.</param>
    /// <exception cref="SimulatorException">A name is unknown.</exception>
    public static Assumptions Parse(string text)
    {
        Assumptions assumptions = new();
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            assumptions = assumptions.With(name);
        return assumptions;
    }

    private Assumptions With(string name) => name switch
    {
        "cancel-maker" => this with { SelfTrade = SelfTradePolicy.CancelMaker },
        "cancel-both" => this with { SelfTrade = SelfTradePolicy.CancelBoth },
        "post-only-cancelled" => this with { PostOnlyCrossIsCancelled = true },
        "taker-new-first" => this with { TakerIsNewFirst = true },
        "replace-new-first" => this with { ReplaceTellsNewFirst = true },
        "triggered-untold" => this with { TriggeredIsTold = false },
        "vanish-without-protection" => this with { OrderWithoutProtectionVanishes = true },
        "empty-leverage-answer" => this with { LeverageAnswerIsEmpty = true },
        "v1-snapshot-flag" => this with { PlainAccountTellsSnapshot = true },
        _ => throw new SimulatorException($"assumption '{name}' is unknown, expected cancel-maker, cancel-both, post-only-cancelled, "
            + "taker-new-first, replace-new-first, triggered-untold, vanish-without-protection, empty-leverage-answer or v1-snapshot-flag"),
    };
}
