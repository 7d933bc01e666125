namespace LowLatencyMM.Simulator.Faulting;

/// <summary>Things that go wrong on purpose.</summary>
public enum FaultKind
{
    /// <summary>A stream frame was left out: a hole in <c>seq</c>.</summary>
    FrameDropped,

    /// <summary>A connection's frames were held back for a while, then sent in order.</summary>
    StreamStalled,

    /// <summary>This side of a connection was shut without a closing handshake; the other stayed open.</summary>
    StreamHalfClosed,

    /// <summary>A connection was reset.</summary>
    StreamBroken,

    /// <summary>A message was sent that the exchange would not send.</summary>
    MessageInjected,

    /// <summary>A request was answered with 429.</summary>
    TooManyRequests,

    /// <summary>A request was answered with 500, 502 or 503 and not carried out.</summary>
    ServerError,

    /// <summary>A request's connection was broken before it was carried out.</summary>
    RequestLost,

    /// <summary>A request was carried out, but its connection was broken instead of answering.</summary>
    AnswerLost,

    /// <summary>A request was carried out, but its answer came late.</summary>
    AnswerDelayed,

    /// <summary>An order was refused without a reason of its own.</summary>
    OrderRefused,
}
