namespace LowLatencyMM.Core.Events;

/// <summary>
/// What an event says. The numbers are the journal's: never change or reuse one, only append.
/// </summary>
/// <remarks>0–39 come from outside; 40 and above are written by the engine itself and come back through the ring.</remarks>
public enum EventKind : ushort
{
    /// <summary>An empty slot; never published.</summary>
    None = 0,

    // Market data.

    /// <summary>One level of an order book frame.</summary>
    BookLevel = 1,

    /// <summary>The best bid and ask stream.</summary>
    BestBidAsk = 2,

    /// <summary>A public trade.</summary>
    PublicTrade = 3,

    /// <summary>The mark price.</summary>
    MarkPrice = 4,

    /// <summary>The index price.</summary>
    IndexPrice = 5,

    /// <summary>A funding rate that was applied.</summary>
    Funding = 6,

    // The account.

    /// <summary>The state of an order, ours or foreign.</summary>
    AccountOrder = 10,

    /// <summary>A fill.</summary>
    AccountTrade = 11,

    /// <summary>The balance.</summary>
    Balance = 12,

    /// <summary>The position in a market.</summary>
    Position = 13,

    /// <summary>After a (re)connect of the account stream: everything that was missed has been fetched and published.</summary>
    AccountReady = 14,

    // Answers of the exchange to our requests.

    /// <summary>The answer to an order, replace or cancel request.</summary>
    OrderAnswer = 20,

    /// <summary>The end of the answer to a query by external id; a found order came before it as <see cref="AccountOrder"/>.</summary>
    QueryAnswer = 21,

    /// <summary>The answer to a control call (mass cancel, dead man's switch, open-order count).</summary>
    ControlAnswer = 22,

    // The engine's surroundings.

    /// <summary>Time passes.</summary>
    Timer = 30,

    /// <summary>A connection changed its state.</summary>
    Connection = 31,

    /// <summary>A command of the operator.</summary>
    OperatorCommand = 32,

    /// <summary>Fitted parameters of the intensity and volatility models.</summary>
    Parameters = 33,

    /// <summary>A frame was refused whole.</summary>
    FrameRejected = 34,

    /// <summary>The session begins: epoch of our order ids.</summary>
    Session = 35,

    /// <summary>Nonces that the account file has reserved for this process.</summary>
    NonceBlock = 36,

    // Decisions, and what became of them.

    /// <summary>The quote that the model wants, and why; published when its content changes.</summary>
    QuoteDecision = 40,

    /// <summary>An order, replace, cancel or query that was decided, with the outcome of its sending.</summary>
    OrderSent = 41,

    /// <summary>Hash and signature of the order in the <see cref="OrderSent"/> right before it.</summary>
    OrderSigned = 42,

    /// <summary>Risk reduced or refused something; published when its content changes.</summary>
    RiskVerdict = 43,

    /// <summary>The hash of the core's whole state after a given event.</summary>
    StateHash = 44,

    /// <summary>Text that belongs to the event before it (foreign ids, excerpts of refused frames).</summary>
    Text = 45,

    /// <summary>Something that a person should know of.</summary>
    Alert = 46,

    /// <summary>A market data stream is no longer trusted and is to be connected anew.</summary>
    StreamDistrusted = 47,

    /// <summary>The estimates that the models use, at each fit of the intensity.</summary>
    Estimates = 50,

    /// <summary>
    /// When the request in the <see cref="OrderSent"/> before it passed each stage from the wire to the wire. It tells of the machine, not of
    /// the market: the core does not even count it, so a session gives the same decisions and state with it and without.
    /// </summary>
    OrderTiming = 51,
}
