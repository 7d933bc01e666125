using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// Plays a recording again and again. Every loop adds a constant number of ticks to all prices, so that the mid goes on where the
/// loop before ended (to half a tick); times go on too.
/// </summary>
internal sealed class RecordingPlayer
{
    private readonly MarketRecording _recording;
    private readonly RecordedBook _book;
    private readonly long _firstMidTwice;
    private int _next;
    private long _loopStart;

    public RecordingPlayer(MarketRecording recording, RecordedBook book)
    {
        _recording = recording;
        _book = book;
        RecordedBook first = new();
        first.Apply(recording.Events[0], recording.Rows(recording.Events[0]), 0);
        _firstMidTwice = first.Bids.BestRecordedPrice + first.Asks.BestRecordedPrice;
    }

    /// <summary>Loops finished.</summary>
    public int Loops { get; private set; }

    /// <summary>Ticks that are added to recorded prices in this loop.</summary>
    public long Offset { get; private set; }

    /// <summary>Simulated time of the next event, in nanoseconds.</summary>
    public long NextTime => _loopStart + _recording.Events[_next].Offset;

    /// <summary>Applies the next event to the book and returns it; trades are left to the caller.</summary>
    public RecordedEvent Play()
    {
        if (_next == 0 && _loopStart > 0)
        {
            Offset += (_book.Bids.BestRecordedPrice + _book.Asks.BestRecordedPrice - 2 * Offset - _firstMidTwice) >> 1;
            Loops++;
        }
        RecordedEvent recorded = _recording.Events[_next];
        if (recorded.Kind != RecordedEventKind.Trades)
            _book.Apply(recorded, _recording.Rows(recorded), Offset);
        if (++_next == _recording.Events.Length)
        {
            _next = 0;
            _loopStart += _recording.LoopLength;
        }
        return recorded;
    }

    /// <summary>Rows of an event, without the offset.</summary>
    public ReadOnlySpan<RecordedRow> Rows(in RecordedEvent recorded) => _recording.Rows(recorded);
}
