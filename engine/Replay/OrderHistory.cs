using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>Collects what a journal has about one order.</summary>
internal sealed class OrderHistory(long ownId)
{
    private readonly List<RecordedEvent> _events = [];
    private readonly HashSet<long> _trades = [];
    private long _exchangeId;
    private long _cumulative;
    private long _traded;
    private bool _signatureFollows;
    private bool _textFollows;

    /// <summary>The order itself.</summary>
    public RecordedEvent? Order { get; private set; }

    /// <summary>Its hash and signature.</summary>
    public RecordedEvent? Signed { get; private set; }

    /// <summary>When it passed each stage.</summary>
    public RecordedEvent? Timed { get; private set; }

    /// <summary>What came after, or before its own record came around.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    /// <summary>Filled = max(cumulative quantity of its updates, sum of its distinct fills).</summary>
    public long FilledSteps => Math.Max(_cumulative, _traded);

    public void Take(in Event e, long sequence)
    {
        if (e.Kind == EventKind.OrderSigned && _signatureFollows)
            Signed = new RecordedEvent(sequence, e);
        _signatureFollows = false;
        if (e.Kind == EventKind.OrderTiming && e.OrderTiming.OwnId == ownId && e.OrderTiming.Request != RequestKind.Cancel)
        {
            Timed = new RecordedEvent(sequence, e);
            return;
        }
        if (IsOrder(e))
        {
            Order = new RecordedEvent(sequence, e);
            _signatureFollows = true;
            return;
        }
        bool belongs = e.Kind == EventKind.Text ? _textFollows : Concerns(e);
        _textFollows = belongs && e.Flags.HasFlag(EventFlags.TextFollows);
        if (!belongs)
            return;
        _events.Add(new RecordedEvent(sequence, e));
        CountFill(e);
    }

    /// <summary>Whether this is the record of an order with the number.</summary>
    public static bool IsOrderOf(in Event e, long ownId) =>
        e.Kind == EventKind.OrderSent && e.OrderSent.OwnId == ownId
        && e.OrderSent.Request is (RequestKind.Create or RequestKind.Replace);

    private bool IsOrder(in Event e) => IsOrderOf(e, ownId);

    private bool Concerns(in Event e) => e.Kind switch
    {
        EventKind.OrderSent => e.OrderSent.OwnId == ownId || e.OrderSent.CancelOwnId == ownId,
        EventKind.OrderTiming => e.OrderTiming.OwnId == ownId,
        EventKind.OrderAnswer => e.OrderAnswer.OwnId == ownId,
        EventKind.QueryAnswer => e.QueryAnswer.OwnId == ownId,
        EventKind.AccountOrder => e.AccountOrder.OwnId == ownId,
        EventKind.AccountTrade => e.AccountTrade.OwnId == ownId
            || (e.AccountTrade.OwnId == 0 && _exchangeId != 0 && e.AccountTrade.OrderId == _exchangeId),
        _ => false,
    };

    private void CountFill(in Event e)
    {
        switch (e.Kind)
        {
            case EventKind.OrderAnswer when e.OrderAnswer.OrderId != 0:
                _exchangeId = e.OrderAnswer.OrderId;
                break;
            case EventKind.AccountOrder:
                _exchangeId = e.AccountOrder.OrderId;
                _cumulative = Math.Max(_cumulative, e.AccountOrder.FilledSteps);
                break;
            case EventKind.AccountTrade when _trades.Add(e.AccountTrade.TradeId):
                _traded += e.AccountTrade.QuantitySteps;
                break;
        }
    }
}
