using System.Text;
using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Wire;

namespace LowLatencyMM.Simulator;

/// <summary>
/// Things that go wrong on purpose, by hand and by the seeded plan of the options. Each call has taken effect when its task ends.
/// </summary>
public sealed class Faults
{
    private readonly SimulationLoop _loop;
    private readonly StreamHub _hub;
    private readonly FaultPlan _plan;
    private int _tooManyRequests;
    private int _serverErrors;
    private int _lostAnswers;
    private int _lostRequests;
    private RequestError? _nextOrderError;

    internal Faults(SimulationLoop loop, StreamHub hub, FaultPlan plan, FaultLog log)
    {
        _loop = loop;
        _hub = hub;
        _plan = plan;
        Log = log;
    }

    /// <summary>Every fault injected so far, by hand or by the plan.</summary>
    public FaultLog Log { get; }

    /// <summary>Whether the plan injects nothing for the moment, so that a soak can end in peace; stalls that have begun still end.</summary>
    public bool PlanPaused
    {
        get => _plan.Paused;
        set => _plan.Paused = value;
    }

    /// <summary>Lets the next frames of a stream disappear, leaving a hole in <c>seq</c>.</summary>
    public Task DropFramesAsync(StreamKind stream, int count = 1) => Run(() => _hub.DropNext(stream, count));

    /// <summary>Breaks the connections of a stream.</summary>
    public Task CloseStreamAsync(StreamKind stream) => Run(() => _hub.Close(stream));

    /// <summary>Shuts this side of a stream's connections without a closing handshake; the clients' side stays open.</summary>
    public Task HalfCloseStreamAsync(StreamKind stream) => Run(() => _hub.HalfClose(stream));

    /// <summary>Breaks all stream connections.</summary>
    public Task CloseStreamsAsync() => Run(() =>
    {
        foreach (StreamKind kind in Enum.GetValues<StreamKind>())
            _hub.Close(kind);
    });

    /// <summary>Holds a stream's frames back (true), or sends them all in order (false).</summary>
    public Task StallStreamAsync(StreamKind stream, bool stalled) => Run(() => _hub.Stall(stream, stalled));

    /// <summary>Sends any text as a message of a stream.</summary>
    public Task InjectAsync(StreamKind stream, string message) => Run(() => _hub.SendRaw(stream, Encoding.UTF8.GetBytes(message)));

    /// <summary>Restricts trading, or opens it again, in one market or in all.</summary>
    public Task SetModeAsync(MarketMode mode, string? market = null) => _loop.InvokeAsync((exchange, time) =>
    {
        foreach (Market each in exchange.Markets)
        {
            if (market is null || each.Rules.Name == market)
                exchange.SetMode(time, each, mode);
        }
        return true;
    });

    /// <summary>Refuses the next order with a code of the exchange.</summary>
    public void RefuseNextOrder(int code, string message = "Refused on purpose", int httpStatus = 422) =>
        Interlocked.Exchange(ref _nextOrderError, new RequestError(httpStatus, code, message));

    /// <summary>Places the next orders but breaks the connection instead of answering.</summary>
    public void LoseNextAnswer(int count = 1) => Interlocked.Add(ref _lostAnswers, count);

    /// <summary>Breaks the connection of the next orders without looking at them.</summary>
    public void LoseNextRequest(int count = 1) => Interlocked.Add(ref _lostRequests, count);

    /// <summary>Answers the next REST requests with 429.</summary>
    public void AnswerTooManyRequests(int count = 1) => Interlocked.Add(ref _tooManyRequests, count);

    /// <summary>Answers the next REST requests with 500 and does not carry them out.</summary>
    public void AnswerServerError(int count = 1) => Interlocked.Add(ref _serverErrors, count);

    internal RequestError? TakeOrderError() => Interlocked.Exchange(ref _nextOrderError, null);

    /// <summary>What becomes of the next request: what was asked for by hand, else what the plan draws.</summary>
    internal RequestFate NextRequest(bool isOrder, bool isWrite)
    {
        if (TakeOne(ref _tooManyRequests))
            return new RequestFate(FaultKind.TooManyRequests, 0);
        if (TakeOne(ref _serverErrors))
            return new RequestFate(FaultKind.ServerError, 0);
        if (isOrder && TakeOne(ref _lostRequests))
            return new RequestFate(FaultKind.RequestLost, 0);
        return isOrder && TakeOne(ref _lostAnswers) ? new RequestFate(FaultKind.AnswerLost, 0) : _plan.NextRequest(isWrite);
    }

    private static bool TakeOne(ref int counter)
    {
        while (true)
        {
            int value = Volatile.Read(ref counter);
            if (value == 0)
                return false;
            if (Interlocked.CompareExchange(ref counter, value - 1, value) == value)
                return true;
        }
    }

    private Task Run(Action action) => _loop.InvokeAsync((_, _) =>
    {
        action();
        return true;
    });
}
