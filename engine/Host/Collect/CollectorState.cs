using System.Text.Json.Serialization;

namespace LowLatencyMM.Host.Collect;

/// <summary>How far a market's collection has come: <c>state.json</c> beside its files.</summary>
public sealed record CollectorState
{
    /// <summary>The format that this version writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of this file's format.</summary>
    [JsonPropertyName("format_version")]
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The market.</summary>
    [JsonPropertyName("market")]
    public required string Market { get; init; }

    /// <summary>The exchange's id of the last trade written; 0 for none.</summary>
    [JsonPropertyName("last_trade_id")]
    public long LastTradeId { get; init; }

    /// <summary>Its time, Unix milliseconds.</summary>
    [JsonPropertyName("last_trade_timestamp")]
    public long LastTradeTimestamp { get; init; }

    /// <summary>Counts the connections of the book's stream over all runs: <c>seq</c> is compared within one only.</summary>
    [JsonPropertyName("connection_epoch")]
    public long ConnectionEpoch { get; init; }

    /// <summary>The <c>seq</c> of the last book frame, in that connection.</summary>
    [JsonPropertyName("last_orderbook_seq")]
    public long LastOrderbookSeq { get; init; }

    /// <summary>The exchange's time of the last book row, Unix milliseconds.</summary>
    [JsonPropertyName("last_orderbook_timestamp")]
    public long LastOrderbookTimestamp { get; init; }

    /// <summary>Trades written in all.</summary>
    [JsonPropertyName("trades_count")]
    public long TradesCount { get; init; }

    /// <summary>Book rows written in all.</summary>
    [JsonPropertyName("orderbook_updates_count")]
    public long OrderbookUpdatesCount { get; init; }
}
