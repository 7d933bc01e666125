namespace LowLatencyMM.Simulator.Matching;

/// <summary>A take-profit or a stop-loss of a TPSL order: a trigger of its own, and the price that it closes at.</summary>
internal sealed class TpSlLeg(TpSlLegTerms terms, TriggerDirection direction)
{
    public TpSlLegTerms Terms => terms;

    public Trigger Trigger => new(terms.TriggerPrice, terms.Source, direction);

    /// <summary>UNTRIGGERED, TRIGGERED, or CANCELLED when the other leg triggered or the order was closed.</summary>
    public OrderStatus Status { get; internal set; } = OrderStatus.Untriggered;
}
