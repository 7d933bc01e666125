namespace LowLatencyMM.Simulator.Recording;

/// <summary>
/// Recorded market data of one market, ready to play: every number is in ticks and steps, every book change is an absolute size.
/// </summary>
internal sealed class MarketRecording
{
    private readonly RecordedEvent[] _events;
    private readonly RecordedRow[] _rows;

    internal MarketRecording(string name, DecimalGrid priceGrid, DecimalGrid sizeGrid, RecordedEvent[] events, RecordedRow[] rows)
    {
        Name = name;
        PriceGrid = priceGrid;
        SizeGrid = sizeGrid;
        _events = events;
        _rows = rows;
    }

    /// <summary>File the data came from.</summary>
    public string Name { get; }

    /// <summary>Tick of the recorded prices.</summary>
    public DecimalGrid PriceGrid { get; }

    /// <summary>Step of the recorded sizes.</summary>
    public DecimalGrid SizeGrid { get; }

    /// <summary>The events in order of receipt; the first one is a snapshot at offset 0.</summary>
    public ReadOnlySpan<RecordedEvent> Events => _events;

    /// <summary>Nanoseconds from the start of one loop to the start of the next: the recording's length and one millisecond.</summary>
    public long LoopLength => _events[^1].Offset + 1_000_000;

    /// <summary>The rows of one event.</summary>
    public ReadOnlySpan<RecordedRow> Rows(in RecordedEvent recorded) => _rows.AsSpan(recorded.FirstRow, recorded.RowCount);
}
