using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>The recorded book, driven event by event; prices carry the tick offset of the current loop.</summary>
internal sealed class RecordedBook
{
    private long _freshVenueMs;

    public RecordedSide Bids { get; } = new(Side.Buy);

    public RecordedSide Asks { get; } = new(Side.Sell);

    public RecordedSide this[Side side] => side == Side.Buy ? Bids : Asks;

    /// <summary>Applies a book frame or a best bid and ask.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="rows">Its levels.</param>
    /// <param name="offset">Ticks to add to every price; levels that this puts at or below 0 do not exist.</param>
    public void Apply(in RecordedEvent recorded, ReadOnlySpan<RecordedRow> rows, long offset)
    {
        if (recorded.Kind == RecordedEventKind.BestBidAsk)
        {
            _freshVenueMs = recorded.VenueMs;
            foreach (RecordedRow row in rows)
                this[row.Side].SetFresh(row.Price + offset, row.Size);
            return;
        }

        if (recorded.Kind == RecordedEventKind.Snapshot)
        {
            Bids.Clear();
            Asks.Clear();
        }
        foreach (RecordedRow row in rows)
        {
            long price = row.Price + offset;
            if (price > 0)
                this[row.Side].SetLevel(price, row.Size);
        }
        if (recorded.Kind == RecordedEventKind.Snapshot || recorded.VenueMs >= _freshVenueMs)
        {
            Bids.DropFresh();
            Asks.DropFresh();
        }
    }
}
