using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Host.Estimates;

/// <summary>Market data of the past, in the form in which they came: book levels, best bids and asks, trades, broken connections.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="Market">Whose they are.</param>
/// <param name="Tick">Grid of the prices.</param>
/// <param name="Step">Grid of the sizes.</param>
/// <param name="Events">The events, in the order of their receive times, which are their only times.</param>
public sealed record MarketHistory(string Source, string Market, Grid Tick, Grid Step, IEnumerable<Event> Events)
{
    /// <summary>Maker fee as a fraction; null if the source does not tell.</summary>
    public double? MakerFee { get; init; }

    /// <summary>Rows and lines that were skipped because they make no sense; complete once the events were read to the end.</summary>
    public Func<long> Skipped { get; init; } = () => 0;
}
