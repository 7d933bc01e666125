using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Streams.Rpc;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>From a stream's frames to typed messages in a consumer's buffer. Runs on the reading thread.</summary>
/// <param name="subscription">The stream.</param>
/// <param name="capacity">Messages that may wait.</param>
/// <param name="shared">The numbers of a connection that has other topics too; null if the stream has its own.</param>
internal sealed class MessagePipe<T>(StreamSubscription<T> subscription, int capacity, SequenceCheck? shared = null)
    where T : class
{
    private readonly MessageBuffer<T> _buffer = new(capacity, subscription.Combine);
    private readonly List<T> _items = [];
    private readonly SequenceCheck _sequence = shared ?? new SequenceCheck();
    private readonly AllMarketsSequence _allMarkets = new();
    private readonly TradeReplayFilter? _replays = shared is null || subscription.IdOf is null
        ? null
        : new TradeReplayFilter(subscription.Market is null ? TradeReplayFilter.AllMarkets : TradeReplayFilter.OneMarket);

    private bool _wasConnected;

    public StreamKind Kind => subscription.Kind;

    public FeedCounters Counters { get; } = new();

    public MessageBuffer<T> Buffer => _buffer;

    public void Restart()
    {
        // Who shares the numbers restarts them for all.
        if (shared is null)
            _sequence.Restart();
        _allMarkets.Restart();
    }

    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs)
    {
        _items.Clear();
        long seq, exchangeMs;
        try
        {
            if (!isText)
                throw new JsonException("The message is binary; text is expected.");
            ReadEnvelope(message, out seq, out exchangeMs);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text with an escape that stands for no character.
            return Refuse(e.Message, epoch, receiveNs);
        }
        if (Check(seq) is { } expected)
        {
            string what = seq > expected ? "frames are missing" : "a step back";
            _buffer.Write(new StreamNotice<T>(epoch, receiveNs, StreamNoticeKind.Gap, $"seq {seq} came, {expected} was expected: {what}.")
            {
                ExpectedSeq = expected,
                ActualSeq = seq,
            });
            return DisconnectReason.Sequence;
        }
        foreach (T item in _items.Where(IsNew))
            _buffer.Write(new StreamData<T>(epoch, receiveNs, seq, exchangeMs, item));
        return DisconnectReason.None;
    }

    public void OnConnection(in ConnectionChange change)
    {
        if (change.State == ConnectionState.Connected)
        {
            _wasConnected = true;
            _buffer.Write(new StreamNotice<T>(change.Epoch, change.AtNs, StreamNoticeKind.Connected, $"{subscription.Name}: connected."));
        }
        else if (change.State == ConnectionState.Disconnected)
        {
            string detail = $"{subscription.Name}: {change.Detail ?? change.Reason.ToString()}";
            _buffer.Write(new StreamNotice<T>(change.Epoch, change.AtNs, StreamNoticeKind.Disconnected, detail)
            {
                Reason = change.Reason,
                RetryInMs = change.RetryInMs,
            });
            // What the exchange refuses at the first attempt it will refuse at the next: the caller's request is wrong.
            if (!_wasConnected && KindOf(change) is { } kind)
                _buffer.Complete(new ExtendedException(kind, detail) { HttpStatus = change.CloseCode });
        }
    }

    /// <summary>v2 sends the last trades again at each subscription.</summary>
    private bool IsNew(T item) => _replays is null || _replays.IsNew(subscription.IdOf!(item));

    private static ExtendedErrorKind? KindOf(in ConnectionChange change) => (change.Reason, change.CloseCode) switch
    {
        (DisconnectReason.Authentication, _) => ExtendedErrorKind.Authentication,
        (DisconnectReason.SubscribeRefused, _) => ExtendedErrorKind.Rejected,
        (DisconnectReason.SubscribeTimeout, _) => ExtendedErrorKind.Timeout,
        (DisconnectReason.ConnectFailed, 404) => ExtendedErrorKind.NotFound,
        (DisconnectReason.ConnectFailed, 400 or 422) => ExtendedErrorKind.Rejected,
        _ => null,
    };

    private void ReadEnvelope(ReadOnlySpan<byte> message, out long seq, out long exchangeMs)
    {
        var reader = new Utf8JsonReader(message);
        JsonElement root = JsonElement.ParseValue(ref reader);
        if (reader.Read())
            throw new JsonException("Something follows the frame.");
        if (MessageFormat.Member(root, "error") is { } error)
            throw new JsonException($"The exchange reports an error: {error.GetRawText()}");
        seq = MessageFormat.OptionalInteger(root, "seq") ?? throw new JsonException("'seq' is absent.");
        exchangeMs = MessageFormat.OptionalInteger(root, "ts") ?? 0;
        string type = MessageFormat.OptionalText(root, "type") ?? "";
        type = type[(type.LastIndexOf('.') + 1)..];
        if (MessageFormat.Member(root, "data") is { } data)
            subscription.Read(type, data, _items);
    }

    /// <summary>The <c>seq</c> that should have come; null if it did.</summary>
    private long? Check(long seq)
    {
        if (shared is not null || subscription.Market is not null || Kind == StreamKind.Account)
            return _sequence.Take(seq) == RejectionReason.None ? null : _sequence.Expected;
        string? market = _items.Count > 0 ? subscription.MarketOf(_items[0]) : null;
        return _allMarkets.Take(seq, market) == RejectionReason.None ? null : _allMarkets.Expected;
    }

    private DisconnectReason Refuse(string why, int epoch, long receiveNs)
    {
        Counters.Rejected++;
        bool reconnects = Kind is StreamKind.OrderBook or StreamKind.Account;
        // The frame's own number is not known: the next may have any.
        _sequence.Restart();
        _allMarkets.Restart();
        _buffer.Write(new StreamNotice<T>(epoch, receiveNs, StreamNoticeKind.Refused, $"{subscription.Name}: a frame was refused: {why}"));
        return reconnects ? DisconnectReason.FrameRejected : DisconnectReason.None;
    }
}
