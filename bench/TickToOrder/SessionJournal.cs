using LowLatencyMM.Core.Events;
using LowLatencyMM.Host;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>What a session's journal tells of the frames that came in and the orders that went out, on the monotonic clock.</summary>
internal sealed class SessionJournal
{
    private readonly Dictionary<StreamId, int> _connections = [];
    private readonly Dictionary<long, int> _frameOfEvent = [];
    private readonly Dictionary<long, long> _beforeSendNs = [];
    private long _lastCause = -1;

    /// <summary>Market data frames in the order of the ring.</summary>
    public List<ReceivedFrame> Frames { get; } = [];

    /// <summary>Orders and replaces in the order of the ring.</summary>
    public List<SentOrder> Orders { get; } = [];

    /// <summary>Market data frames that were refused whole.</summary>
    public int RejectedFrames { get; private set; }

    /// <summary>How often a stream was connected.</summary>
    public int Connections(StreamId stream) => _connections.GetValueOrDefault(stream);

    /// <summary>Reads a closed session.</summary>
    /// <exception cref="UserErrorException">It cannot be compared with other processes' times, or it was not closed.</exception>
    public static SessionJournal Read(string folder)
    {
        using JournalReader reader = JournalReader.Open(folder);
        if (reader.Header.StartMonotonicNs == 0)
        {
            throw new UserErrorException(
                ExitCode.Failure, $"{folder} does not tell the monotonic clock at its start; its times cannot be compared with another process's.");
        }
        // The session's times are the wall clock at one moment plus monotonic time: exactly this much later than the monotonic clock.
        long wallLessMonotonic = reader.Header.StartNs - reader.Header.StartMonotonicNs;
        var journal = new SessionJournal();
        while (reader.TryRead(out Event e, out long sequence))
            journal.Take(in e, sequence, wallLessMonotonic);
        if (!reader.ClosedCleanly)
            throw new UserErrorException(ExitCode.Failure, $"{folder} was not closed by the engine; orders may be missing.");
        if (journal._beforeSendNs.Count > 0)
            throw new UserErrorException(ExitCode.Failure, $"{folder} has {journal._beforeSendNs.Count} orders whose stages were not stamped.");
        return journal;
    }

    private void Take(in Event e, long sequence, long wallLessMonotonic)
    {
        const EventFlags NotFromStream = EventFlags.FromRest | EventFlags.WarmUp;
        switch (e.Kind)
        {
            case EventKind.Connection when e.Connection.State == ConnectionState.Connected:
                _connections[e.Stream] = _connections.GetValueOrDefault(e.Stream) + 1;
                break;
            case EventKind.FrameRejected:
                RejectedFrames++;
                break;
            case EventKind.BookLevel or EventKind.BestBidAsk or EventKind.PublicTrade or EventKind.MarkPrice or EventKind.Funding
                when (e.Flags & NotFromStream) == 0:
                if ((e.Flags & EventFlags.FrameStart) != 0)
                    Frames.Add(new ReceivedFrame(e.Stream, _connections.GetValueOrDefault(e.Stream) - 1, e.StreamSeq, e.ReceiveNs - wallLessMonotonic));
                // A frame is decided on when it is whole.
                if ((e.Flags & EventFlags.FrameEnd) != 0)
                    _frameOfEvent.Add(sequence, Frames.Count - 1);
                break;
            case EventKind.OrderSent when e.OrderSent.BeforeSendNs != 0 && IsOrder(e.OrderSent.Request):
                _beforeSendNs.Add(e.OrderSent.OwnId, e.OrderSent.BeforeSendNs - wallLessMonotonic);
                break;
            case EventKind.OrderTiming:
                bool isFirst = e.OrderTiming.CauseSequence != _lastCause;
                _lastCause = e.OrderTiming.CauseSequence;
                if (IsOrder(e.OrderTiming.Request))
                    Add(in e.OrderTiming, isFirst);
                break;
        }
    }

    private static bool IsOrder(RequestKind request) => request is RequestKind.Create or RequestKind.Replace;

    /// <summary>The stages are told from the causing event's reception on, which is as long before the send call as they say.</summary>
    private void Add(in OrderTimingPayload timing, bool isFirst)
    {
        if (!_beforeSendNs.Remove(timing.OwnId, out long beforeSendNs))
            throw new UserErrorException(ExitCode.Failure, $"The journal tells the stages of order {timing.OwnId}, which it did not send.");
        long received = beforeSendNs - timing.BeforeSendNs;
        Orders.Add(new SentOrder(
            _frameOfEvent.GetValueOrDefault(timing.CauseSequence, -1), isFirst, timing.Signing, received, received + timing.ParsedNs,
            received + timing.PublishedNs, received + timing.TakenNs, received + timing.DecidedNs, received + timing.RiskNs, received + timing.SignedNs,
            beforeSendNs, received + timing.AfterSendNs));
    }
}
