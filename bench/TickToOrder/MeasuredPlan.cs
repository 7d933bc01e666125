using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>One way to measure, and what its runs found.</summary>
/// <param name="Plan">How it is measured.</param>
internal sealed record MeasuredPlan(SessionPlan Plan)
{
    /// <summary>The goal for an order that was signed ahead, from the last byte received to just before the send call, median of the runs' medians, nanoseconds.</summary>
    public const long AheadGoalNs = 4_000;

    private readonly List<SessionStages> _runs = [];

    /// <summary>All runs' times together.</summary>
    public SessionStages Together { get; } = new();

    /// <summary>The median of each run's orders that were signed ahead and the first of their frame, nanoseconds.</summary>
    public IEnumerable<long> AheadMedians => _runs.Where(run => run.Ahead.Times.Count > 0).Select(run => run.Ahead.Times.Percentile(0.5));

    /// <summary>The median of those, nanoseconds; not a number if no order was signed ahead.</summary>
    public double AheadMedianNs => AheadMedians.Any() ? Median.Of([.. AheadMedians.Select(ns => (double)ns)]) : double.NaN;

    /// <summary>The histograms of all runs together.</summary>
    public IEnumerable<NamedHistogram> Histograms => Together.All.Select(stage => new NamedHistogram($"{Plan.Key}/{stage.Key}", stage.Times));

    /// <summary>Takes a run's times.</summary>
    public void Add(SessionStages run)
    {
        _runs.Add(run);
        Together.Add(run);
    }
}
