namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// An order request as it came in, numbers still in their text: everything is checked in one place, in one order. Null is a member
/// that was missing or null.
/// </summary>
internal sealed record OrderRequest
{
    public string? ExternalId { get; init; }

    public string? Market { get; init; }

    public string? Type { get; init; }

    public string? Side { get; init; }

    public string? Qty { get; init; }

    public string? Price { get; init; }

    public string? TimeInForce { get; init; }

    public long? ExpiryMs { get; init; }

    public string? Fee { get; init; }

    public string? Nonce { get; init; }

    public string? SelfTradeProtection { get; init; }

    public bool ReduceOnly { get; init; }

    public bool PostOnly { get; init; }

    /// <summary>External id of the order to replace.</summary>
    public string? CancelId { get; init; }

    public TriggerRequest? Trigger { get; init; }

    public string? TpSlType { get; init; }

    public TpSlLegRequest? TakeProfit { get; init; }

    public TpSlLegRequest? StopLoss { get; init; }

    /// <summary>What checking the signature gave; a TPSL order has none of its own.</summary>
    public SignatureVerdict Signature { get; init; }
}
