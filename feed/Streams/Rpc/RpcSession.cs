using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>
/// The topics of one v2 connection: subscribes to each on every new connection, hands each frame to its topic, and holds the rule
/// of the connection's <c>seq</c> over all of them.
/// </summary>
/// <remarks>
/// Everything but <see cref="Add"/>, <see cref="Remove"/> and <see cref="Renew"/> happens on the thread that reads. A frame in the exchange's usual layout is matched by
/// its last bytes, without allocation; replies and unusual layouts are read at leisure.
/// </remarks>
internal sealed class RpcSession(StreamOptions options)
{
    private readonly ConcurrentQueue<(RpcTopic Topic, RpcTopicChange Change)> _changes = new();
    private readonly SequenceCheck _sequence = new();
    private RpcTopic[] _topics = [];
    private WebSocketConnection? _socket;
    private ConnectionChange _connection;
    private long _lastRequestId;

    public FeedCounters Counters { get; } = new();

    /// <summary>The connection's numbers, which the readers of its topics check.</summary>
    public SequenceCheck Sequence => _sequence;

    /// <summary>A new series of pauses for a topic.</summary>
    public Backoff BackoffOf(RpcTarget target)
    {
        int seed = options.JitterSeed;
        foreach (char c in target.Topic)
            seed = unchecked((seed * 31) + c);
        return new Backoff(options.FirstRetry, options.LastRetry, seed);
    }

    /// <summary>From now on the topic is wanted. From any thread.</summary>
    public void Add(RpcTopic topic) => _changes.Enqueue((topic, RpcTopicChange.Added));

    /// <summary>From now on the topic is not wanted. From any thread.</summary>
    public void Remove(RpcTopic topic) => _changes.Enqueue((topic, RpcTopicChange.Removed));

    /// <summary>The topic's content is no longer trusted: it is subscribed to anew, which brings a new snapshot. From any thread.</summary>
    public void Renew(RpcTopic topic) => _changes.Enqueue((topic, RpcTopicChange.Distrusted));

    /// <summary>A socket has opened.</summary>
    public void Opened(WebSocketConnection socket) => _socket = socket;

    public void Restart()
    {
        _sequence.Restart();
        foreach (RpcTopic topic in _topics)
            topic.Restart();
    }

    /// <summary>Hot path: no allocation for a frame in the usual layout.</summary>
    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs)
    {
        foreach (RpcTopic topic in _topics)
        {
            if (topic.Ends(message) && isText)
                return Read(topic, message, epoch, receiveNs);
        }
        return ReadOther(message, isText, epoch, receiveNs);
    }

    public void OnConnection(in ConnectionChange change)
    {
        _connection = change;
        if (change.State == ConnectionState.Disconnected)
            _socket = null;
        TakeChanges(change.AtNs);
        foreach (RpcTopic topic in _topics)
        {
            if (change.State == ConnectionState.Connected)
            {
                Subscribe(topic, change.AtNs);
            }
            else
            {
                topic.State = RpcTopicState.Idle;
                Tell(topic, change.State, change.AtNs, change.Reason, change.RetryInMs, change.Detail, change.CloseCode);
            }
        }
    }

    /// <summary>What is due besides frames: topics added and removed, overdue replies, new attempts.</summary>
    public void Work(long nowNs)
    {
        if (!_changes.IsEmpty)
            TakeChanges(nowNs);
        foreach (RpcTopic topic in _topics)
        {
            if (topic.State is RpcTopicState.Live || (topic.State != RpcTopicState.Idle && nowNs < topic.DueNs))
                continue;
            if (topic.State == RpcTopicState.Asked)
                Fail(topic, DisconnectReason.SubscribeTimeout, $"No reply within {options.SubscribeTimeout.TotalSeconds} s.", nowNs);
            else
                SubscribeAgain(topic, nowNs);
        }
    }

    private DisconnectReason Read(RpcTopic topic, ReadOnlySpan<byte> frame, int epoch, long receiveNs)
    {
        // A frame may come before the reply to the request.
        if (topic.State != RpcTopicState.Live)
            BecomeLive(topic, receiveNs);
        return topic.Read(frame, epoch, receiveNs);
    }

    private DisconnectReason ReadOther(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs)
    {
        if (!isText || !RpcReply.TryRead(message, out RpcReply reply))
        {
            Counters.Rejected++;
            return DisconnectReason.FrameRejected;
        }
        if (reply.Topic is not null && Array.Find(_topics, topic => topic.IsNamed(reply.Topic)) is { } named)
            return Read(named, message, epoch, receiveNs);
        if (reply.Seq is { } seq)
        {
            // A topic that is not wanted any more: its frames still use up numbers.
            Counters.UnknownTypes++;
            return _sequence.Take(seq) == RejectionReason.None ? DisconnectReason.None : DisconnectReason.Sequence;
        }
        if (reply.Id is { } id && Array.Find(_topics, topic => topic.State == RpcTopicState.Asked && topic.RequestId == id) is { } asked)
        {
            if (reply.Error is not null)
                Fail(asked, DisconnectReason.SubscribeRefused, reply.Error, receiveNs);
            else
                BecomeLive(asked, receiveNs);
        }
        return DisconnectReason.None;
    }

    private void TakeChanges(long nowNs)
    {
        while (_changes.TryDequeue(out (RpcTopic Topic, RpcTopicChange Change) change))
        {
            bool isSubscribed = _socket is not null && change.Topic.State is RpcTopicState.Live or RpcTopicState.Asked;
            if (change.Change == RpcTopicChange.Added)
                _topics = [.. _topics, change.Topic];
            else if (change.Change == RpcTopicChange.Removed)
                _topics = [.. _topics.Where(topic => topic != change.Topic)];
            if (isSubscribed && change.Change == RpcTopicChange.Removed)
                Unsubscribe(change.Topic.Target);
            else if (isSubscribed && change.Change == RpcTopicChange.Distrusted)
                Fail(change.Topic, DisconnectReason.Distrusted, "The owner no longer trusts it.", nowNs);
        }
    }

    /// <summary>Names the topic in both ways that services of this kind know.</summary>
    private void Unsubscribe(RpcTarget target) => Send(
        "unsubscribe", $$"""{"scope":"{{target.Scope}}","selector":{{target.Selector}},"subscription":"{{target.Topic}}"}""", withKey: false);

    private void SubscribeAgain(RpcTopic topic, long nowNs)
    {
        Tell(topic, ConnectionState.Connecting, nowNs, DisconnectReason.None, 0, null, 0);
        Subscribe(topic, nowNs);
    }

    private void Subscribe(RpcTopic topic, long nowNs)
    {
        topic.Restart();
        topic.State = RpcTopicState.Asked;
        topic.DueNs = nowNs + (long)options.SubscribeTimeout.TotalNanoseconds;
        RpcTarget target = topic.Target;
        topic.RequestId = Send("subscribe", $$"""{"scope":"{{target.Scope}}","selector":{{target.Selector}}}""", target.NeedsKey);
    }

    private void BecomeLive(RpcTopic topic, long nowNs)
    {
        topic.State = RpcTopicState.Live;
        topic.Backoff.Reset();
        Tell(topic, ConnectionState.Connected, nowNs, DisconnectReason.None, 0, null, 0);
    }

    private void Fail(RpcTopic topic, DisconnectReason reason, string detail, long nowNs)
    {
        int pause = topic.Backoff.NextMs();
        topic.State = RpcTopicState.Waiting;
        topic.DueNs = nowNs + pause * 1_000_000L;
        Tell(topic, ConnectionState.Disconnected, nowNs, reason, pause, $"{topic.Target.Topic}: {detail}", 0);
    }

    private void Tell(RpcTopic topic, ConnectionState state, long atNs, DisconnectReason reason, int retryInMs, string? detail, int closeCode) =>
        topic.OnConnection(new ConnectionChange(topic.Kind, topic.Market, _connection.Epoch, atNs, state, reason, closeCode, retryInMs, detail));

    /// <summary>Sends a request; a send that fails shows when the connection is read. The key stands in the bytes only as long as the call lasts.</summary>
    private long Send(string method, string parameters, bool withKey)
    {
        long id = ++_lastRequestId;
        int keyLength = withKey ? options.ApiKey?.Length ?? 0 : 0;
        string head = $$"""{"jsonrpc":"2.0","id":"{{id}}","method":"{{method}}","params":{{parameters}}""";
        string key = keyLength > 0 ? head[..^1] + ",\"apiKey\":\"" : head;
        string end = keyLength > 0 ? "\"}}" : "}";
        byte[] request = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(key) + keyLength + end.Length, pinned: true);
        int length = Encoding.UTF8.GetBytes(key, request);
        length += keyLength > 0 ? options.ApiKey!.CopyTo(request.AsSpan(length)) : 0;
        Encoding.UTF8.GetBytes(end, request.AsSpan(length));
        _socket!.SendText(request);
        CryptographicOperations.ZeroMemory(request);
        return id;
    }
}
