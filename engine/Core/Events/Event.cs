using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>
/// One event: two cache lines, blittable, never written after publication. A header of four words says what, when and
/// where from; the payload of the event's kind lies over the twelve words after it.
/// </summary>
/// <remarks>
/// The payload fields share their memory: read only the one that <see cref="Kind"/> names. Whoever fills an event starts
/// from <see cref="Begin"/>, which clears it, so that unused words are 0 and two equal events are equal byte for byte.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct Event
{
    /// <summary>Bytes of an event.</summary>
    public const int Size = 128;

    /// <summary>Where the payload begins.</summary>
    public const int PayloadOffset = 32;

    /// <summary>What the event says, and which payload is valid.</summary>
    [FieldOffset(0)]
    public EventKind Kind;

    /// <summary>How to read it.</summary>
    [FieldOffset(2)]
    public EventFlags Flags;

    /// <summary>Index of the market in the session's market table.</summary>
    [FieldOffset(4)]
    public ushort Market;

    /// <summary>Where it came from.</summary>
    [FieldOffset(6)]
    public StreamId Stream;

    /// <summary>When the last byte of its frame arrived: nanoseconds since 1970 (wall time at process start + monotonic time).</summary>
    [FieldOffset(8)]
    public long ReceiveNs;

    /// <summary>The exchange's time of generation, milliseconds since 1970; 0 if it has none.</summary>
    [FieldOffset(16)]
    public long ExchangeMs;

    /// <summary>The stream's own sequence on its connection; 0 if it has none.</summary>
    [FieldOffset(24)]
    public long StreamSeq;

    /// <summary>Payload of <see cref="EventKind.BookLevel"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public BookLevelPayload BookLevel;

    /// <summary>Payload of <see cref="EventKind.BestBidAsk"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public BestBidAskPayload BestBidAsk;

    /// <summary>Payload of <see cref="EventKind.PublicTrade"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public PublicTradePayload PublicTrade;

    /// <summary>Payload of <see cref="EventKind.MarkPrice"/>, <see cref="EventKind.IndexPrice"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public PricePayload Price;

    /// <summary>Payload of <see cref="EventKind.Funding"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public FundingPayload Funding;

    /// <summary>Payload of <see cref="EventKind.AccountOrder"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public AccountOrderPayload AccountOrder;

    /// <summary>Payload of <see cref="EventKind.AccountTrade"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public AccountTradePayload AccountTrade;

    /// <summary>Payload of <see cref="EventKind.Balance"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public BalancePayload Balance;

    /// <summary>Payload of <see cref="EventKind.Position"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public PositionPayload Position;

    /// <summary>Payload of <see cref="EventKind.AccountReady"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public AccountReadyPayload AccountReady;

    /// <summary>Payload of <see cref="EventKind.OrderAnswer"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public OrderAnswerPayload OrderAnswer;

    /// <summary>Payload of <see cref="EventKind.QueryAnswer"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public QueryAnswerPayload QueryAnswer;

    /// <summary>Payload of <see cref="EventKind.ControlAnswer"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public ControlAnswerPayload ControlAnswer;

    /// <summary>Payload of <see cref="EventKind.Timer"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public TimerPayload Timer;

    /// <summary>Payload of <see cref="EventKind.Connection"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public ConnectionPayload Connection;

    /// <summary>Payload of <see cref="EventKind.OperatorCommand"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public OperatorCommandPayload OperatorCommand;

    /// <summary>Payload of <see cref="EventKind.Parameters"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public ParametersPayload Parameters;

    /// <summary>Payload of <see cref="EventKind.FrameRejected"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public FrameRejectedPayload FrameRejected;

    /// <summary>Payload of <see cref="EventKind.Session"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public SessionPayload Session;

    /// <summary>Payload of <see cref="EventKind.NonceBlock"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public NonceBlockPayload NonceBlock;

    /// <summary>Payload of <see cref="EventKind.QuoteDecision"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public QuoteDecisionPayload QuoteDecision;

    /// <summary>Payload of <see cref="EventKind.OrderSent"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public OrderSentPayload OrderSent;

    /// <summary>Payload of <see cref="EventKind.RiskVerdict"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public RiskVerdictPayload RiskVerdict;

    /// <summary>Payload of <see cref="EventKind.StateHash"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public StateHashPayload StateHash;

    /// <summary>Payload of <see cref="EventKind.OrderSigned"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public OrderSignedPayload OrderSigned;

    /// <summary>Payload of <see cref="EventKind.Text"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public TextPayload Text;

    /// <summary>Payload of <see cref="EventKind.Alert"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public AlertPayload Alert;

    /// <summary>Payload of <see cref="EventKind.Estimates"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public EstimatesPayload Estimates;

    /// <summary>Payload of <see cref="EventKind.StreamDistrusted"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public StreamDistrustedPayload StreamDistrusted;

    /// <summary>Payload of <see cref="EventKind.OrderTiming"/>.</summary>
    [FieldOffset(PayloadOffset)]
    public OrderTimingPayload OrderTiming;

    /// <summary>The payload as raw words, in the order of <see cref="EventSchema"/>.</summary>
    [UnscopedRef]
    public Span<long> Words => MemoryMarshal.CreateSpan(ref _firstWord, EventSchema.MaxWords);

    [FieldOffset(PayloadOffset)]
    private long _firstWord;

    /// <summary>Clears the event and writes its header.</summary>
    public void Begin(EventKind kind, EventFlags flags, ushort market, StreamId stream, long receiveNs)
    {
        this = default;
        Kind = kind;
        Flags = flags;
        Market = market;
        Stream = stream;
        ReceiveNs = receiveNs;
    }
}
