namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// The topics of one v2 connection. Replies carry no number; a reply to a subscription comes before the topic's first frame.
/// Subscribing to a topic again replaces the subscription and so gives a fresh snapshot.
/// </summary>
internal sealed class RpcSession(StreamConnection connection, StreamHub hub, RpcRequests requests)
{
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Utf8Text _reply = new();

    /// <summary>Carries out a message of the client and replies.</summary>
    public void Answer(ReadOnlyMemory<byte> message)
    {
        RpcRequest request = requests.Parse(message);
        if (request.Error is not null)
        {
            Refuse(request.Id, request.Code, request.Error);
            return;
        }
        switch (request.Method)
        {
            case "subscribe":
                Subscribe(request);
                break;
            case "unsubscribe" when _subscriptions.Remove(request.Name!, out Subscription? subscription):
                hub.Unsubscribe(subscription);
                Confirm(request);
                break;
            case "unsubscribe":
                Refuse(request.Id, -32602, $"no subscription '{request.Name}'");
                break;
            case "list-subscriptions":
                List(request);
                break;
            default:
                Confirm(request);
                break;
        }
    }

    /// <summary>Ends all subscriptions.</summary>
    public void Close()
    {
        foreach (Subscription subscription in _subscriptions.Values)
            hub.Unsubscribe(subscription);
        _subscriptions.Clear();
    }

    private void Subscribe(RpcRequest request)
    {
        if (_subscriptions.Remove(request.Name!, out Subscription? replaced))
            hub.Unsubscribe(replaced);
        Subscription subscription = Subscription.OfRpc(connection, request.Topic, request.Name!);
        _subscriptions.Add(request.Name!, subscription);
        Confirm(request);
        hub.Subscribe(subscription);
    }

    private void Confirm(RpcRequest request)
    {
        Start(request.Id).Raw(",\"result\":{\"method\":"u8).Quoted(request.Method).Raw(",\"status\":\"OK\""u8);
        if (request.Name is not null)
            _reply.Raw(",\"subscription\":"u8).Quoted(request.Name);
        _reply.Raw("}}"u8);
        Send();
    }

    private void List(RpcRequest request)
    {
        Start(request.Id).Raw(",\"result\":{\"method\":"u8).Quoted(request.Method).Raw(",\"status\":\"OK\",\"subscriptions\":["u8);
        int index = 0;
        foreach (string name in _subscriptions.Keys.Order(StringComparer.Ordinal))
            _reply.Separate(index++).Quoted(name);
        _reply.Raw("]}}"u8);
        Send();
    }

    private void Refuse(string? id, int code, string message)
    {
        Start(id).Raw(",\"error\":{\"code\":"u8).Integer(code).Raw(",\"message\":"u8).Quoted(message).Raw("}}"u8);
        Send();
    }

    private Utf8Text Start(string? id)
    {
        _reply.Clear();
        return _reply.Raw("{\"jsonrpc\":\"2.0\",\"id\":"u8).Raw(System.Text.Encoding.UTF8.GetBytes(id ?? "null"));
    }

    private void Send() => connection.SendRaw(_reply.Written.ToArray());
}
