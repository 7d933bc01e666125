using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator;

/// <summary>An open order at one moment. Prices in ticks, sizes in steps.</summary>
/// <param name="Id">The exchange's id.</param>
/// <param name="ExternalId">The client's id.</param>
/// <param name="Side">Side.</param>
/// <param name="Price">Price.</param>
/// <param name="Size">Size at entry.</param>
/// <param name="Filled">Size filled so far.</param>
/// <param name="QueueAhead">Recorded size before it at its price.</param>
/// <param name="Market">Name of its market.</param>
public sealed record OpenOrder(long Id, string ExternalId, Side Side, long Price, long Size, long Filled, long QueueAhead, string Market);
