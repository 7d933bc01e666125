using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Host.Collect;

/// <summary>What the collecting thread is told, one thing after the other.</summary>
internal abstract record CollectItem
{
    private CollectItem()
    {
    }

    /// <summary>A frame of a market's stream, read and in sequence.</summary>
    /// <param name="Market">Number of the market.</param>
    /// <param name="Stream">The stream.</param>
    /// <param name="Content">What it says.</param>
    /// <param name="Message">Its bytes, if they are recorded; else empty.</param>
    /// <param name="Epoch">The connection.</param>
    /// <param name="ReceiveNs">Receive time, Unix nanoseconds.</param>
    public sealed record Frame(int Market, StreamKind Stream, PublicFrame Content, byte[] Message, int Epoch, long ReceiveNs) : CollectItem;

    /// <summary>Trades that REST knows, asked after a connection.</summary>
    /// <param name="Market">Number of the market.</param>
    /// <param name="Trades">The trades.</param>
    public sealed record RecentTrades(int Market, IReadOnlyList<CollectedTrade> Trades) : CollectItem;

    /// <summary>A stream connected or lost its connection.</summary>
    /// <param name="Market">Number of the market.</param>
    /// <param name="Change">What happened.</param>
    public sealed record Connection(int Market, ConnectionChange Change) : CollectItem;

    /// <summary>A frame was refused; its stream connects anew.</summary>
    /// <param name="Market">Number of the market.</param>
    /// <param name="Stream">The stream.</param>
    /// <param name="Why">What is wrong with it.</param>
    public sealed record Refused(int Market, StreamKind Stream, string Why) : CollectItem;

    /// <summary>Time passed.</summary>
    public sealed record Tick : CollectItem;
}
