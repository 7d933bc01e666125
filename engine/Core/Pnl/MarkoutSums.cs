using System.Runtime.CompilerServices;

namespace LowLatencyMM.Core.Pnl;

/// <summary>A number for each horizon of <see cref="Markouts"/>.</summary>
[InlineArray(Markouts.Horizons)]
public struct MarkoutSums
{
    private long _first;
}
