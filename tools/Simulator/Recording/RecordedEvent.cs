namespace LowLatencyMM.Simulator.Recording;

/// <summary>One line of a recording; its rows lie in the recording's one array.</summary>
/// <param name="Offset">Nanoseconds after the first line, by receive time.</param>
/// <param name="VenueMs">Venue time of the frame, to order a best bid and ask against a book frame.</param>
/// <param name="Kind">What it says.</param>
/// <param name="FirstRow">Index of its first row.</param>
/// <param name="RowCount">Number of rows.</param>
internal readonly record struct RecordedEvent(long Offset, long VenueMs, RecordedEventKind Kind, int FirstRow, int RowCount);
