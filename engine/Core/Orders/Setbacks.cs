using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>What the exchange's refusals lead to: pauses that double, pauses of the whole account, a halt, and alerts.</summary>
public sealed class Setbacks(AccountOrders account, OrderSettings settings, ushort market)
{
    private const long RepeatedRefusals = 5;
    private const long RateLimitCancelPauseNs = 1_000_000_000;
    private const int MaxBackoffDoublings = 16;

    /// <summary>An order or replace of a slot was refused, or ended unasked.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="refusal">What it means.</param>
    /// <param name="alert">Side, order, and what the exchange said, for whoever must be told.</param>
    /// <param name="retryAfterMs">How long the exchange asked to pause; 0 if it did not say.</param>
    /// <param name="nowNs">Engine time.</param>
    public void OnOrder(QuoteSlot slot, Refusal refusal, AlertPayload alert, long retryAfterMs, long nowNs)
    {
        switch (refusal)
        {
            case Refusal.Halt:
                if (account.IsHalted)
                    break;
                account.Halt();
                alert.Alert = AlertKind.Halted;
                account.Alerts.Raise(market, alert);
                break;
            case Refusal.RateLimit:
                account.PauseForRateLimit(retryAfterMs, nowNs);
                break;
            case Refusal.Funds:
                account.PauseForFunds(nowNs);
                BackOff(slot, alert, nowNs);
                break;
            case Refusal.Transient or Refusal.NotFound:
                BackOff(slot, alert, nowNs);
                break;
        }
    }

    /// <summary>A cancel was refused. Gives what it means for the slot.</summary>
    public SlotEvent OnCancel(QuoteSlot slot, Refusal refusal, long retryAfterMs, long nowNs)
    {
        slot.CancelNotBeforeNs = nowNs + settings.RejectBackoffNs;
        if (refusal == Refusal.Harmless)
            return SlotEvent.CancelRefused;
        // Whatever else the exchange dislikes about the cancel of our order, the order's own state tells more.
        if (refusal != Refusal.RateLimit)
            return SlotEvent.CancelMissed;
        account.PauseForRateLimit(retryAfterMs, nowNs);
        slot.CancelNotBeforeNs = nowNs + RateLimitCancelPauseNs;
        return SlotEvent.CancelRefused;
    }

    private void BackOff(QuoteSlot slot, AlertPayload alert, long nowNs)
    {
        slot.Refusals++;
        int doublings = (int)Math.Min(slot.Refusals - 1, MaxBackoffDoublings);
        slot.BackoffUntilNs = nowNs + Math.Min(settings.RejectBackoffNs << doublings, settings.RejectBackoffCapNs);
        if (slot.Refusals != RepeatedRefusals)
            return;
        alert.Alert = AlertKind.RepeatedRefusals;
        alert.Value = slot.Refusals;
        account.Alerts.Raise(market, alert);
    }
}
