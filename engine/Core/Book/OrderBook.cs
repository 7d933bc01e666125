using System.Numerics;
using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Book;

/// <summary>
/// The full order book of one market, kept from its stream: a snapshot replaces, a delta changes, zero removes, and every
/// frame's sequence must be its predecessor's plus one, or only larger where the stream shares its sequence with others.
/// </summary>
/// <remarks>
/// <para>Prices are in ticks, sizes in steps. Around the touch of each side stands a window of <c>windowTicks</c> prices in an
/// array, where a change is O(1) and the next best is found in a bitmap; the levels beyond it are kept sorted
/// (<see cref="BookSide"/>). There is room for <c>farCapacity</c> of those a side; snapshots make more if need be, deltas never do.
/// Nothing else allocates, so <see cref="Apply"/> is fit for the hot path.</para>
/// <para>A stream may begin with a snapshot from the past, followed by the changes since: times are not looked at.</para>
/// </remarks>
public sealed class OrderBook
{
    /// <summary>Prices a side that are kept in an array, unless told otherwise.</summary>
    public const int DefaultWindowTicks = 8_192;

    /// <summary>Levels a side beyond the window that there is room for at first, unless told otherwise.</summary>
    public const int DefaultFarCapacity = 16_384;

    /// <summary>The largest price, in ticks.</summary>
    public const long MaxPriceTicks = 1L << 60;

    private readonly BookSide _bids;
    private readonly BookSide _asks;

    private State _state;
    private bool _inFrame;
    private bool _inSnapshot;
    private long _streamSeq;

    /// <summary>An empty book that awaits its first snapshot.</summary>
    /// <param name="windowTicks">Prices a side kept in an array: a power of two, at least 64.</param>
    /// <param name="farCapacity">Levels a side beyond it that there is room for before a snapshot makes more; at least 1.</param>
    public OrderBook(int windowTicks = DefaultWindowTicks, int farCapacity = DefaultFarCapacity)
    {
        if (windowTicks < 64 || !BitOperations.IsPow2(windowTicks))
            throw new ArgumentOutOfRangeException(nameof(windowTicks), windowTicks, "The window must be a power of two, at least 64.");
        ArgumentOutOfRangeException.ThrowIfLessThan(farCapacity, 1);
        _bids = new BookSide(windowTicks, farCapacity);
        _asks = new BookSide(windowTicks, farCapacity);
    }

    private enum State
    {
        /// <summary>No snapshot yet: one of any sequence begins the book.</summary>
        Fresh,

        /// <summary>The levels are those of the stream.</summary>
        Synchronized,

        /// <summary>A frame did not make sense; the sequence is followed, and the stream's next snapshot begins the book anew.</summary>
        Spoiled,

        /// <summary>A frame was missed: nothing but a new connection helps.</summary>
        Gap,
    }

    /// <summary>
    /// Whether the book can be read as the market's: a snapshot was applied since the last <see cref="Invalidate"/>, no frame was missed
    /// or did not fit since, and no frame is half applied (so it is false after every event but the last of a frame).
    /// </summary>
    public bool IsValid => _state == State.Synchronized && !_inFrame;

    /// <summary>Whether both sides have levels and the best bid is at or above the best ask. Never quote from such a book.</summary>
    public bool IsCrossed => _bids.Count > 0 && _asks.Count > 0 && BestBidTicks >= BestAskTicks;

    /// <summary>The stream's sequence of the newest frame; 0 before the first.</summary>
    public long StreamSeq => _streamSeq;

    /// <summary>The best bid in ticks; 0 if there is none.</summary>
    public long BestBidTicks => _bids.Count == 0 ? 0 : _bids.BestKey;

    /// <summary>The size at the best bid in steps; 0 if there is none.</summary>
    public long BestBidSteps => _bids.BestSteps;

    /// <summary>The best ask in ticks; 0 if there is none.</summary>
    public long BestAskTicks => _asks.Count == 0 ? 0 : -_asks.BestKey;

    /// <summary>The size at the best ask in steps; 0 if there is none.</summary>
    public long BestAskSteps => _asks.BestSteps;

    /// <summary>The connection was lost or made anew: the next snapshot, of whatever sequence, begins the book afresh.</summary>
    /// <remarks>The levels stay readable for display; <see cref="IsValid"/> is false.</remarks>
    public void Invalidate()
    {
        _state = State.Fresh;
        _inFrame = false;
        _streamSeq = 0;
    }

    /// <summary>Applies one <see cref="EventKind.BookLevel"/> event of this market's full book stream. Allocates only if a snapshot has more
    /// far levels than there is room for.</summary>
    /// <returns>What became of it. Decide on it only when it is not <see cref="BookUpdate.Pending"/>.</returns>
    /// <exception cref="ArgumentException">The event is of another kind: a defect of the caller.</exception>
    public BookUpdate Apply(in Event e)
    {
        if (e.Kind != EventKind.BookLevel)
            ThrowWrongKind(e.Kind);

        EventFlags flags = e.Flags;
        BookUpdate refused = (flags & EventFlags.FrameStart) != 0 ? BeginFrame(e.StreamSeq, flags) : ContinueFrame(e.StreamSeq);
        if (refused == BookUpdate.Pending && (flags & EventFlags.Empty) == 0)
            refused = ApplyLevel(e.BookLevel, flags);
        if (refused != BookUpdate.Pending)
            return refused;
        return (flags & EventFlags.FrameEnd) != 0 ? EndFrame() : BookUpdate.Pending;
    }

    /// <summary>The size at a price in steps; 0 if there is no level.</summary>
    /// <param name="side">Buy for bids, sell for asks.</param>
    /// <param name="priceTicks">The price in ticks.</param>
    public long StepsAt(Side side, long priceTicks) =>
        priceTicks is <= 0 or > MaxPriceTicks ? 0 : SideOf(side).StepsAt(Sign(side) * priceTicks);

    /// <summary>The price of a side's last level in ticks; 0 if there is none.</summary>
    public long WorstTicks(Side side) => SideOf(side).Count == 0 ? 0 : Sign(side) * SideOf(side).WorstKey;

    /// <summary>The number of levels of a side.</summary>
    public int LevelCount(Side side) => SideOf(side).Count;

    /// <summary>Copies a side's levels from the best outwards, as many as there are and fit. For display.</summary>
    /// <returns>How many.</returns>
    public int CopyTop(Side side, Span<BookDepth> levels) => SideOf(side).CopyTop(levels, Sign(side));

    /// <summary>Adds the whole state: the levels of both sides, from the best outwards, at most <paramref name="levels"/> of each. O(levels).</summary>
    public void AddTo(ref StateHasher hash, int levels = int.MaxValue)
    {
        hash.Add((long)_state);
        hash.Add(_inFrame);
        hash.Add(_streamSeq);
        _bids.AddTo(ref hash, levels);
        _asks.AddTo(ref hash, levels);
    }

    private static long Sign(Side side) => side == Side.Buy ? 1 : -1;

    private static void ThrowWrongKind(EventKind kind) =>
        throw new ArgumentException($"The book was given an event of kind {kind}; it takes {nameof(EventKind.BookLevel)} only.");

    private BookSide SideOf(Side side) => side == Side.Buy ? _bids : _asks;

    /// <summary>Pending if the frame may be applied; otherwise what the event is refused with.</summary>
    private BookUpdate BeginFrame(long streamSeq, EventFlags flags)
    {
        bool isSnapshot = (flags & EventFlags.Snapshot) != 0;
        if (_state == State.Gap)
            return BookUpdate.SequenceGap;
        if (_state == State.Fresh)
        {
            if (!isSnapshot)
                return BookUpdate.AwaitingSnapshot;
        }
        else if (!Follows(streamSeq, flags))
        {
            _state = State.Gap;
            _inFrame = false;
            return BookUpdate.SequenceGap;
        }
        else if (_inFrame)
        {
            // The frame before has no end.
            _streamSeq = streamSeq;
            return Spoil(BookUpdate.Malformed);
        }

        _streamSeq = streamSeq;
        _inSnapshot = isSnapshot;
        if (isSnapshot)
            Restart();
        else if (_state == State.Spoiled)
            return BookUpdate.AwaitingSnapshot;
        _inFrame = true;
        return BookUpdate.Pending;
    }

    private bool Follows(long streamSeq, EventFlags flags) =>
        (flags & EventFlags.SharedSequence) != 0 ? streamSeq > _streamSeq : streamSeq == _streamSeq + 1;

    private BookUpdate ContinueFrame(long streamSeq)
    {
        if (_inFrame && streamSeq == _streamSeq)
            return BookUpdate.Pending;
        return _state switch
        {
            State.Synchronized => Spoil(BookUpdate.Malformed),
            State.Gap => BookUpdate.SequenceGap,
            _ => BookUpdate.AwaitingSnapshot,
        };
    }

    private void Restart()
    {
        _bids.Clear();
        _asks.Clear();
        _state = State.Synchronized;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BookUpdate ApplyLevel(in BookLevelPayload level, EventFlags flags)
    {
        if (level.Side is not (Side.Buy or Side.Sell) || level.PriceTicks is <= 0 or > MaxPriceTicks)
            return Spoil(BookUpdate.Malformed);

        BookSide side = SideOf(level.Side);
        long key = Sign(level.Side) * level.PriceTicks;
        long steps = level.QuantitySteps;
        if ((flags & (EventFlags.Absolute | EventFlags.Snapshot)) == 0)
            steps += side.StepsAt(key);
        // A sum too large for its type has become negative.
        if (steps < 0)
            return Spoil(BookUpdate.NegativeSize);
        return side.TrySet(key, steps) ? BookUpdate.Pending : ApplyBeyondCapacity(side, key, steps);
    }

    private BookUpdate ApplyBeyondCapacity(BookSide side, long key, long steps)
    {
        if (!_inSnapshot)
            return Spoil(BookUpdate.TooManyLevels);
        do
            side.Grow();
        while (!side.TrySet(key, steps));
        return BookUpdate.Pending;
    }

    private BookUpdate EndFrame()
    {
        _inFrame = false;
        return IsCrossed ? BookUpdate.Crossed : BookUpdate.Applied;
    }

    private BookUpdate Spoil(BookUpdate result)
    {
        _state = State.Spoiled;
        _inFrame = false;
        return result;
    }
}
