using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Host.Measurement;

/// <summary>A histogram for each stage of a group of orders.</summary>
public sealed class StageHistograms
{
    private static readonly OrderStage[] Stages = Enum.GetValues<OrderStage>();

    private readonly LatencyHistogram[] _histograms = [.. Stages.Select(_ => new LatencyHistogram())];

    /// <summary>Orders recorded.</summary>
    public long Orders => this[OrderStage.BeforeSend].Count;

    /// <summary>The durations of one stage.</summary>
    public LatencyHistogram this[OrderStage stage] => _histograms[(int)stage];

    /// <summary>The stages with their durations, in order.</summary>
    public IEnumerable<(OrderStage Stage, LatencyHistogram Durations)> All => Stages.Select(stage => (stage, this[stage]));

    /// <summary>Records an order.</summary>
    /// <param name="timing">When it passed the stages.</param>
    /// <param name="turnNs">
    /// When the gateway began with it, after the cause's receive time: when the order before it in the batch was sent; else as <see cref="OrderTimingPayload.RiskNs"/>.
    /// </param>
    public void Record(in OrderTimingPayload timing, long turnNs)
    {
        if (timing.ParsedNs > 0)
            Record(OrderStage.Parse, timing.ParsedNs);
        if (timing.PublishedNs > timing.ParsedNs)
            Record(OrderStage.Publish, timing.PublishedNs - timing.ParsedNs);
        Record(OrderStage.Hop, timing.TakenNs - timing.PublishedNs);
        Record(OrderStage.Decide, timing.DecidedNs - timing.TakenNs);
        if (timing.RiskNs > timing.DecidedNs)
            Record(OrderStage.Risk, timing.RiskNs - timing.DecidedNs);
        if (turnNs > timing.RiskNs)
            Record(OrderStage.Queue, turnNs - timing.RiskNs);
        bool isSigned = timing.Signing != OrderSigning.None;
        if (isSigned)
            Record(OrderStage.Sign, timing.SignedNs - turnNs);
        Record(OrderStage.Encode, timing.BeforeSendNs - (isSigned ? timing.SignedNs : turnNs));
        Record(OrderStage.Send, timing.AfterSendNs - timing.BeforeSendNs);
        Record(OrderStage.BeforeSend, timing.BeforeSendNs);
        Record(OrderStage.OnSocket, timing.AfterSendNs);
    }

    private void Record(OrderStage stage, long ns) => this[stage].Record(ns);
}
