using LowLatencyMM.Feed.Streams.Messages;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>The one v2 connection of a client, opened with the first topic. Safe for several callers at once.</summary>
internal sealed class RpcClient : IDisposable
{
    private readonly object _gate = new();
    private readonly int _capacity;
    private readonly RpcSession _session;
    private readonly StreamThread _thread;
    private readonly Dictionary<string, (RpcTopic Topic, Action<Exception> Complete)> _topics = [];
    private bool _isStarted;
    private Exception? _fault;

    public RpcClient(StreamOptions options, WallClock clock, int capacity)
    {
        _capacity = capacity;
        _session = new RpcSession(options);
        var stream = new StreamConnection<RpcReader>(options, options.RpcAddress, apiKey: null, clock, new RpcReader(_session));
        _thread = new StreamThread("v2 streams", WaitMode.Blocking, [stream], onFault: CompleteAll);
    }

    /// <summary>Subscribes to a topic.</summary>
    /// <exception cref="InvalidOperationException">It is subscribed to already.</exception>
    public MessagePipe<T> Subscribe<T>(StreamSubscription<T> subscription)
        where T : class
    {
        var pipe = new MessagePipe<T>(subscription, _capacity, _session.Sequence);
        RpcTarget target = subscription.Target;
        var topic = new RpcTopicReader<MessageReader<T>>(
            target, _session.BackoffOf(target), new MessageReader<T>(pipe, subscription.Market));
        lock (_gate)
        {
            if (_fault is not null)
                throw _fault;
            if (!_topics.TryAdd(target.Topic, (topic, pipe.Buffer.Complete)))
                throw new InvalidOperationException($"{target.Topic} is enumerated already; a topic can be enumerated once at a time.");
            _session.Add(topic);
            if (!_isStarted)
                _thread.Start();
            _isStarted = true;
        }
        return pipe;
    }

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(string topic)
    {
        lock (_gate)
        {
            if (_topics.Remove(topic, out (RpcTopic Topic, Action<Exception> Complete) known))
                _session.Remove(known.Topic);
        }
    }

    /// <summary>Ends all subscriptions, so that none holds the reading thread up, and closes the connection.</summary>
    public void Dispose()
    {
        CompleteAll(new ObjectDisposedException(nameof(ExtendedStreamClient)));
        _thread.Dispose();
    }

    private void CompleteAll(Exception fault)
    {
        lock (_gate)
        {
            _fault = fault;
            foreach ((_, Action<Exception> complete) in _topics.Values)
                complete(fault);
        }
    }
}
