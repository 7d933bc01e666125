namespace LowLatencyMM.Core.Book;

/// <summary>What became of one event of the book stream.</summary>
public enum BookUpdate
{
    /// <summary>Applied, but the frame goes on: the book is not consistent yet. Decide nothing now.</summary>
    Pending,

    /// <summary>The frame is complete and the book consistent.</summary>
    Applied,

    /// <summary>The frame is complete, but the best bid is at or above the best ask. The book stays in use; do not quote from it.</summary>
    Crossed,

    /// <summary>Dropped: the book has no snapshot to apply it to.</summary>
    AwaitingSnapshot,

    /// <summary>
    /// The stream's sequence skipped or stepped back. The book is invalid, and everything is dropped with this result until
    /// <see cref="OrderBook.Invalidate"/> (the stream was connected anew) and a snapshot.
    /// </summary>
    SequenceGap,

    /// <summary>A change would make a size negative or too large for its type. The book is invalid until the stream's next snapshot.</summary>
    NegativeSize,

    /// <summary>
    /// The event does not fit: a level without side or with a price out of range, or a frame without its first or last event.
    /// The book is invalid until the stream's next snapshot.
    /// </summary>
    Malformed,

    /// <summary>
    /// More far levels than there is room for. Room is only made by snapshots; the book is invalid until the stream's next one.
    /// </summary>
    TooManyLevels,
}
