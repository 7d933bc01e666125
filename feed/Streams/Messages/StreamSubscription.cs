using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams.Rpc;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>One stream as a library user asks for it: its place at the exchange, and how to read it.</summary>
/// <param name="Kind">Which stream.</param>
/// <param name="Market">The market; null for all, and for the account.</param>
/// <param name="Path">Path and query below the v1 base.</param>
/// <param name="Target">Its topic of v2.</param>
/// <param name="Read">Reads a frame's data.</param>
/// <param name="MarketOf">The market that an item is of.</param>
/// <param name="Combine">What two items, one after the other, say together; null: they stay apart. No function: all items are kept.</param>
internal sealed record StreamSubscription<T>(
    StreamKind Kind, string? Market, string Path, RpcTarget Target, MessageFormat.Reading<T> Read, Func<T, string?> MarketOf, Func<T, T, T?>? Combine)
    where T : class
{
    /// <summary>For messages to people.</summary>
    public string Name => Path.TrimStart('/');

    /// <summary>The id by which an item that is sent again is known; null where none is.</summary>
    public Func<T, long>? IdOf { get; init; }
}
