using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Frames;

/// <summary>How long each stage of each frame's first request took, nanoseconds.</summary>
internal sealed class RequestStages(int frames)
{
    private static readonly string[] Names = ["parsed", "taken", "decided", "risk", "signed", "encoded"];

    private readonly double[][] _stages = [.. Names.Select(_ => new double[frames])];

    /// <summary>Notes one frame's.</summary>
    public void Set(int frame, in OrderTimingPayload timing)
    {
        _stages[0][frame] = timing.PublishedNs;
        _stages[1][frame] = timing.TakenNs - timing.PublishedNs;
        _stages[2][frame] = timing.DecidedNs - timing.TakenNs;
        _stages[3][frame] = timing.RiskNs - timing.DecidedNs;
        _stages[4][frame] = timing.SignedNs - timing.RiskNs;
        _stages[5][frame] = timing.BeforeSendNs - timing.SignedNs;
    }

    /// <summary>The median of each.</summary>
    public IEnumerable<(string Name, double Value)> Medians() => Names.Zip(_stages, (name, ns) => (name + "Ns", Median.Of(ns)));
}
