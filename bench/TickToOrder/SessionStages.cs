using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>The stages of one session's frames and orders.</summary>
internal sealed class SessionStages
{
    private readonly Stage _senderLate = new("frame/due-to-sent", "due → sent by the exchange");
    private readonly Stage _wire = new("frame/sent-to-received", "sent → received");
    private readonly Stage _dueToReceived = new("frame/due-to-received", "due → received");

    private readonly Stage _orderDue = new("order/due-to-received", "due → received");
    private readonly Stage _parsed = new("order/received-to-parsed", "received → parsed");
    private readonly Stage _published = new("order/parsed-to-published", "parsed → published");
    private readonly Stage _taken = new("order/published-to-taken", "published → taken");
    private readonly Stage _decided = new("order/taken-to-decided", "taken → decided");
    private readonly Stage _risk = new("order/decided-to-risk", "decided → risk");
    private readonly Stage _signedAhead = new("order/risk-to-signed/ahead", "risk → signed, ahead");
    private readonly Stage _signedInline = new("order/risk-to-signed/inline", "risk → signed, inline");
    private readonly Stage _encoded = new("order/signed-to-before-send", "signed → before send");
    private readonly Stage _send = new("order/send-call", "send call");
    private readonly Stage _dueToSocket = new("order/due-to-socket", "due → on the socket");

    private readonly Stage _second = new("total/second", "received → before send, second");
    private readonly Stage _inline = new("total/inline", "received → before send, inline");

    /// <summary>No times yet; some are added by <see cref="Add"/>.</summary>
    public SessionStages()
    {
    }

    /// <summary>Sorts a session's times into stages.</summary>
    public SessionStages(SessionResult session)
    {
        FramesDue = session.Join.Frames.Count;
        Orders = session.Join.Orders.Count;
        OtherOrders = session.Join.OtherOrders;
        Reconnects = session.Reconnects;
        RejectedFrames = session.RejectedFrames;
        foreach (JoinedFrame frame in session.Join.Frames)
            Record(frame, session.EndNs);
        foreach (JoinedOrder order in session.Join.Orders)
            Record(order);
    }

    /// <summary>Of every frame that was due.</summary>
    public IReadOnlyList<Stage> OfFrames => [_senderLate, _wire, _dueToReceived];

    /// <summary>Of every order that a frame caused. An order has one of the two ways to be signed.</summary>
    public IReadOnlyList<Stage> OfOrders =>
        [_orderDue, _parsed, _published, _taken, _decided, _risk, _signedAhead, _signedInline, _encoded, _send, _dueToSocket];

    /// <summary>The same orders from reception to just before the send call, each in one: first of its frame by signature, and what waited for another's send call.</summary>
    public IReadOnlyList<Stage> Totals => [Ahead, _inline, _second];

    /// <summary>Signed ahead, and the first that its frame sent.</summary>
    public Stage Ahead { get; } = new("total/ahead", "received → before send, ahead");

    /// <summary>All stages.</summary>
    public IEnumerable<Stage> All => OfFrames.Concat(OfOrders).Concat(Totals);

    /// <summary>Frames that were due.</summary>
    public int FramesDue { get; private set; }

    /// <summary>Orders that they caused.</summary>
    public int Orders { get; private set; }

    /// <summary>Orders in the same time that a timer, an answer or the account's stream caused.</summary>
    public int OtherOrders { get; private set; }

    /// <summary>Connections beyond the first of each stream.</summary>
    public int Reconnects { get; private set; }

    /// <summary>Frames that the engine refused.</summary>
    public int RejectedFrames { get; private set; }

    /// <summary>Frames that were never sent.</summary>
    public int NeverSent { get; private set; }

    /// <summary>Frames that were sent and had not been received when the engine was told to end.</summary>
    public int NeverReceived { get; private set; }

    /// <summary>Adds another session's times and counts.</summary>
    public void Add(SessionStages other)
    {
        foreach ((Stage mine, Stage added) in All.Zip(other.All))
            mine.Times.Add(added.Times);
        FramesDue += other.FramesDue;
        Orders += other.Orders;
        OtherOrders += other.OtherOrders;
        Reconnects += other.Reconnects;
        RejectedFrames += other.RejectedFrames;
        NeverSent += other.NeverSent;
        NeverReceived += other.NeverReceived;
    }

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
        SentOrder order = joined.Order;
        bool isAhead = order.Signing == OrderSigning.Ahead;
        _orderDue.Times.Record(order.ReceivedNs - joined.Cause.IntendedNs);
        _parsed.Times.Record(order.ParsedNs - order.ReceivedNs);
        _published.Times.Record(order.PublishedNs - order.ParsedNs);
        _taken.Times.Record(order.TakenNs - order.PublishedNs);
        _decided.Times.Record(order.DecidedNs - order.TakenNs);
        _risk.Times.Record(order.RiskNs - order.DecidedNs);
        (isAhead ? _signedAhead : _signedInline).Times.Record(order.SignedNs - order.RiskNs);
        _encoded.Times.Record(order.BeforeSendNs - order.SignedNs);
        _send.Times.Record(order.AfterSendNs - order.BeforeSendNs);
        _dueToSocket.Times.Record(order.AfterSendNs - joined.Cause.IntendedNs);
        Stage total = !order.IsFirst ? _second : isAhead ? Ahead : _inline;
        total.Times.Record(order.BeforeSendNs - order.ReceivedNs);
    }
}
