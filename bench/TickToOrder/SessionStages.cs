namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>The stages of one session's frames and orders.</summary>
internal sealed class SessionStages
{
    private readonly Stage _senderLate = new("due → sent by the exchange");
    private readonly Stage _wire = new("sent → received");
    private readonly Stage _dueToReceived = new("due → received");
    private readonly Stage _dueToReceivedOfOrders = new("due → received");
    private readonly Stage _receivedToBeforeSend = new("received → before send");
    private readonly Stage _send = new("send call");
    private readonly Stage _dueToSocket = new("due → on the socket");

    /// <summary>Sorts a session's times into stages.</summary>
    public SessionStages(SessionResult session)
    {
        foreach (JoinedFrame frame in session.Join.Frames)
            Record(frame, session.EndNs);
        foreach (JoinedOrder order in session.Join.Orders)
            Record(order);
    }

    /// <summary>Of every frame that was due.</summary>
    public IReadOnlyList<Stage> OfFrames => [_senderLate, _wire, _dueToReceived];

    /// <summary>Of every order that a frame caused.</summary>
    public IReadOnlyList<Stage> OfOrders => [_dueToReceivedOfOrders, _receivedToBeforeSend, _send, _dueToSocket];

    /// <summary>Frames that were never sent.</summary>
    public int NeverSent { get; private set; }

    /// <summary>Frames that were sent and had not been received when the engine was told to end.</summary>
    public int NeverReceived { get; private set; }

    /// <summary>What has not happened until the end took at least until then; left out, the worst would be missing.</summary>
    private void Record(in JoinedFrame frame, long endNs)
    {
        bool isSent = frame.SentNs != 0, isReceived = frame.ReceivedNs != 0;
        NeverSent += isSent ? 0 : 1;
        NeverReceived += isSent && !isReceived ? 1 : 0;
        _senderLate.Times.Record((isSent ? frame.SentNs : endNs) - frame.IntendedNs);
        if (isSent)
            _wire.Times.Record((isReceived ? frame.ReceivedNs : endNs) - frame.SentNs);
        _dueToReceived.Times.Record((isReceived ? frame.ReceivedNs : endNs) - frame.IntendedNs);
    }

    private void Record(in JoinedOrder joined)
    {
        _dueToReceivedOfOrders.Times.Record(joined.Cause.ReceivedNs - joined.Cause.IntendedNs);
        _receivedToBeforeSend.Times.Record(joined.Order.BeforeSendNs - joined.Cause.ReceivedNs);
        _send.Times.Record(joined.Order.AfterSendNs - joined.Order.BeforeSendNs);
        _dueToSocket.Times.Record(joined.Order.AfterSendNs - joined.Cause.IntendedNs);
    }
}
