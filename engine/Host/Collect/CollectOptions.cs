using LowLatencyMM.Feed;

namespace LowLatencyMM.Host.Collect;

/// <summary>What to collect, from where and to where. Public streams only: no key.</summary>
public sealed record CollectOptions
{
    /// <summary>The exchange.</summary>
    public required ExtendedEnvironment Exchange { get; init; }

    /// <summary>Markets, at least one.</summary>
    public required IReadOnlyList<string> Markets { get; init; }

    /// <summary>The folder that each market's folder is made in (<c>data_directory</c>).</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Write <c>trades.csv</c> (<c>collect_trades</c>).</summary>
    public bool Trades { get; init; } = true;

    /// <summary>Write <c>orderbook.csv</c> (<c>collect_orderbook</c>).</summary>
    public bool OrderBook { get; init; } = true;

    /// <summary>Write <c>orderbook_depth.csv</c> (<c>collect_full_orderbook</c>).</summary>
    public bool Depth { get; init; }

    /// <summary>Levels a side in <c>orderbook_depth.csv</c> (<c>max_depth_levels</c>).</summary>
    public int DepthLevels { get; init; } = 20;

    /// <summary>A recording to write besides; null for none.</summary>
    public string? RecordFile { get; init; }

    /// <summary>A certificate to accept besides the system's trust; null for none.</summary>
    public string? TrustedCertificate { get; init; }
}
