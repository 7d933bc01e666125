using System.Text.Json.Serialization;

namespace LowLatencyMM.Core.Settings;

/// <summary>
/// Everything that the core's decisions depend on besides its events. It stands whole in the journal's header, so that a
/// replay needs nothing else. Holds no secret. Comparable by value.
/// </summary>
public sealed record EngineSettings
{
    /// <summary>Most markets in one engine.</summary>
    public const int MaxMarkets = 16;

    /// <summary>The first market that is made; market number 0 of every event.</summary>
    public required MarketSettings Market { get; init; }

    /// <summary>The first market's quote model and its estimators.</summary>
    public required QuotingSettings Quoting { get; init; }

    /// <summary>The first market's limits, and those of the account: request budget, leverage, losses.</summary>
    public required RiskSettings Risk { get; init; }

    /// <summary>The first market's order handling.</summary>
    public required OrderSettings Orders { get; init; }

    /// <summary>A state hash every so many events; at least 1.</summary>
    public long StateHashInterval { get; init; } = 10_000;

    /// <summary>The other markets, number 1 and on.</summary>
    public IReadOnlyList<TradedMarket> OtherMarkets { get; init; } = [];

    /// <summary>All markets, by number.</summary>
    [JsonIgnore]
    public IReadOnlyList<TradedMarket> Markets =>
        [new TradedMarket { Market = Market, Quoting = Quoting, Risk = Risk, Orders = Orders }, .. OtherMarkets];

    /// <summary>The exchange's rules of all markets, by number.</summary>
    [JsonIgnore]
    public IReadOnlyList<MarketSettings> MarketRules
    {
        get
        {
            var rules = new MarketSettings[1 + OtherMarkets.Count];
            rules[0] = Market;
            for (int i = 0; i < OtherMarkets.Count; i++)
                rules[i + 1] = OtherMarkets[i].Market;
            return rules;
        }
    }

    /// <summary>Equal in every value.</summary>
    public bool Equals(EngineSettings? other)
    {
        if (other is null || StateHashInterval != other.StateHashInterval || OtherMarkets.Count != other.OtherMarkets.Count)
            return false;
        for (int i = 0; i < OtherMarkets.Count; i++)
        {
            if (OtherMarkets[i] != other.OtherMarkets[i])
                return false;
        }
        return Market == other.Market && Quoting == other.Quoting && Risk == other.Risk && Orders == other.Orders;
    }

    /// <summary>Equal settings have equal ones.</summary>
    public override int GetHashCode() => (int)(Quoting.NotionalMicro ^ Risk.MaxPositionMicro ^ StateHashInterval) + OtherMarkets.Count;
}
