using static LowLatencyMM.Core.Orders.SlotEffect;
using static LowLatencyMM.Core.Orders.SlotEvent;
using static LowLatencyMM.Core.Orders.SlotState;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// The slot's whole behaviour: for every state and event, what comes next. A pair that changes nothing is there on purpose, with
/// the reason beside its row where it is not plain.
/// </summary>
public static class SlotTransitions
{
    /// <summary>Number of states.</summary>
    public const int StateCount = (int)SlotState.Unknown + 1;

    /// <summary>Number of events.</summary>
    public const int EventCount = (int)NextFinal + 1;

    private static readonly SlotTransition[] Table = Build();

    /// <summary>What an event does in a state.</summary>
    public static SlotTransition Of(SlotState state, SlotEvent slotEvent) => Table[(int)state * EventCount + (int)slotEvent];

    private static SlotTransition[] Build()
    {
        var table = new SlotTransition[StateCount * EventCount];
        Fill(table, Empty,
        [
            (Place, Submitting, Attach),
            (Replace, Empty, Invalid),
            (Cancel, Empty, Invalid),
            (SlotEvent.Timeout, Empty, None),
            (Reconcile, Empty, None),
            // The slot holds no order: answers and updates about one cannot reach it.
            (CreateAccepted, Empty, None),
            (CreateRefused, Empty, None),
            (CreateLost, Empty, None),
            (ReplaceAccepted, Empty, None),
            (ReplaceRefused, Empty, None),
            (ReplaceMissed, Empty, None),
            (ReplaceLost, Empty, None),
            (CancelAccepted, Empty, None),
            (CancelRefused, Empty, None),
            (CancelMissed, Empty, None),
            (CancelLost, Empty, None),
            (OrderLive, Empty, None),
            (OrderFinal, Empty, None),
            (NextLive, Empty, None),
            (NextFinal, Empty, None),
        ]);
        Fill(table, Submitting,
        [
            (Place, Submitting, Invalid),
            (Replace, Submitting, Invalid),
            (Cancel, Submitting, Invalid),
            (SlotEvent.Timeout, SlotState.Unknown, Ask),
            (Reconcile, SlotState.Unknown, Ask),
            // Accepted for processing is not resting: the account stream says that.
            (CreateAccepted, Submitting, Wait),
            (CreateRefused, Empty, Close),
            (CreateLost, SlotState.Unknown, Ask),
            // The order is the new one of a replace whose old one has ended.
            (ReplaceAccepted, Submitting, Wait),
            (ReplaceRefused, Empty, Close),
            (ReplaceMissed, Empty, Close),
            (ReplaceLost, SlotState.Unknown, Ask),
            // No cancel is sent before the order is seen.
            (CancelAccepted, Submitting, None),
            (CancelRefused, Submitting, None),
            (CancelMissed, SlotState.Unknown, Ask),
            (CancelLost, Submitting, None),
            (OrderLive, Open, None),
            (OrderFinal, Empty, Close),
            (NextLive, Submitting, None),
            (NextFinal, Submitting, None),
        ]);
        Fill(table, Open,
        [
            (Place, Open, Invalid),
            (Replace, Replacing, AttachNext),
            (Cancel, Canceling, Wait),
            (SlotEvent.Timeout, Open, None),
            (Reconcile, SlotState.Unknown, Ask),
            // The stream showed the order before its own answer came: accepted is no news, refused contradicts.
            (CreateAccepted, Open, None),
            (CreateRefused, SlotState.Unknown, Ask),
            (CreateLost, Open, None),
            (ReplaceAccepted, Open, None),
            (ReplaceRefused, SlotState.Unknown, Ask),
            (ReplaceMissed, SlotState.Unknown, Ask),
            (ReplaceLost, Open, None),
            // A cancel that was given up for unknown may be answered late.
            (CancelAccepted, Canceling, Wait),
            (CancelRefused, Open, None),
            (CancelMissed, SlotState.Unknown, Ask),
            (CancelLost, Open, None),
            (OrderLive, Open, None),
            (OrderFinal, Empty, Close),
            (NextLive, Open, None),
            (NextFinal, Open, None),
        ]);
        Fill(table, Canceling,
        [
            (Place, Canceling, Invalid),
            (Replace, Canceling, Invalid),
            (Cancel, Canceling, Invalid),
            (SlotEvent.Timeout, SlotState.Unknown, Ask),
            (Reconcile, SlotState.Unknown, Ask),
            // Answers to the request that made the order, after the cancel was decided: only a refusal says anything.
            (CreateAccepted, Canceling, None),
            (CreateRefused, SlotState.Unknown, Ask),
            (CreateLost, Canceling, None),
            (ReplaceAccepted, Canceling, None),
            (ReplaceRefused, SlotState.Unknown, Ask),
            (ReplaceMissed, SlotState.Unknown, Ask),
            (ReplaceLost, Canceling, None),
            // Accepted is not cancelled: the order is forgotten when the account stream says that it ended.
            (CancelAccepted, Canceling, Wait),
            (CancelRefused, Open, None),
            (CancelMissed, SlotState.Unknown, Ask),
            (CancelLost, SlotState.Unknown, Ask),
            // A partial fill on the way out.
            (OrderLive, Canceling, None),
            (OrderFinal, Empty, Close),
            (NextLive, Canceling, None),
            (NextFinal, Canceling, None),
        ]);
        Fill(table, Replacing,
        [
            (Place, Replacing, Invalid),
            (Replace, Replacing, Invalid),
            (Cancel, Replacing, Invalid),
            (SlotEvent.Timeout, Replacing, Ask),
            (Reconcile, Replacing, Ask),
            // The current order was seen resting before it could be replaced: answers to its own making say nothing now.
            (CreateAccepted, Replacing, None),
            (CreateRefused, Replacing, Ask),
            (CreateLost, Replacing, None),
            (ReplaceAccepted, Replacing, Wait),
            (ReplaceRefused, Open, DropNext),
            (ReplaceMissed, SlotState.Unknown, DropNext),
            (ReplaceLost, Replacing, Ask),
            (CancelAccepted, Replacing, None),
            (CancelRefused, Replacing, None),
            (CancelMissed, Replacing, Ask),
            (CancelLost, Replacing, None),
            // The old order's word is no word about the swap.
            (OrderLive, Replacing, None),
            (OrderFinal, Submitting, AdoptNext),
            (NextLive, Open, AdoptNext),
            // Refused in matching kills both, refused for a filled old one leaves nothing either: ask for the old one.
            (NextFinal, SlotState.Unknown, DropNext),
        ]);
        Fill(table, SlotState.Unknown,
        [
            (Place, SlotState.Unknown, Invalid),
            (Replace, SlotState.Unknown, Invalid),
            (Cancel, SlotState.Unknown, Invalid),
            (SlotEvent.Timeout, SlotState.Unknown, None),
            (Reconcile, SlotState.Unknown, Ask),
            // Late answers: a refusal ends it, everything else is what the query finds out.
            (CreateAccepted, SlotState.Unknown, None),
            (CreateRefused, Empty, Close),
            (CreateLost, SlotState.Unknown, None),
            (ReplaceAccepted, SlotState.Unknown, None),
            (ReplaceRefused, Empty, Close),
            (ReplaceMissed, Empty, Close),
            (ReplaceLost, SlotState.Unknown, None),
            (CancelAccepted, SlotState.Unknown, None),
            (CancelRefused, SlotState.Unknown, None),
            (CancelMissed, SlotState.Unknown, None),
            (CancelLost, SlotState.Unknown, None),
            (OrderLive, Open, None),
            (OrderFinal, Empty, Close),
            (NextLive, SlotState.Unknown, None),
            (NextFinal, SlotState.Unknown, None),
        ]);
        return table;
    }

    private static void Fill(
        SlotTransition[] table, SlotState state, ReadOnlySpan<(SlotEvent Event, SlotState Next, SlotEffect Effect)> row)
    {
        if (row.Length != EventCount)
            throw new InvalidOperationException($"State {state} decides {row.Length} of {EventCount} events.");
        for (int i = 0; i < row.Length; i++)
        {
            if ((int)row[i].Event != i)
                throw new InvalidOperationException($"State {state} decides {row[i].Event} where {(SlotEvent)i} is due.");
            table[(int)state * EventCount + i] = new SlotTransition(row[i].Next, row[i].Effect);
        }
    }
}
