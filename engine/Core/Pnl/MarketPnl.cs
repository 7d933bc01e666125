using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Pnl;

/// <summary>Profit and loss of one market, and what tells how it came about: markouts, spread captured, maker share, quote uptime.</summary>
public sealed class MarketPnl
{
    private readonly MarketUnits _units;
    private long _mid2;
    private long _fundingFromMs;

    /// <summary>Nothing is known yet.</summary>
    public MarketPnl(MarketUnits units)
    {
        _units = units;
        Markouts = new Markouts(units);
    }

    /// <summary>Position, cost, and what was realised and paid.</summary>
    public PnlLedger Ledger { get; } = new();

    /// <summary>What fills were worth later.</summary>
    public Markouts Markouts { get; }

    /// <summary>How long it quoted.</summary>
    public QuoteUptime Uptime { get; } = new();

    /// <summary>A fill is booked.</summary>
    public void Fill(Side side, long steps, long valueMicro, long nowNs)
    {
        Ledger.Fill(side, steps, valueMicro);
        Markouts.OnFill(nowNs, side, steps, valueMicro, _mid2);
    }

    /// <summary>The value of earlier fills turned out to be different by so much.</summary>
    public void AdjustValue(Side side, long deltaMicro)
    {
        Ledger.AdjustValue(side, deltaMicro);
        Markouts.Adjust(side, deltaMicro);
    }

    /// <summary>The mid changed; best bid + best ask in ticks.</summary>
    public void OnMid(long nowNs, long mid2)
    {
        Markouts.Advance(nowNs, _mid2);
        _mid2 = mid2;
    }

    /// <summary>Time passes.</summary>
    public void Advance(long nowNs) => Markouts.Advance(nowNs, _mid2);

    /// <summary>The position was taken over at a time of the exchange, milliseconds: funding before it is in the balance already.</summary>
    public void TakePosition(long asOfMs) => _fundingFromMs = Math.Max(_fundingFromMs, asOfMs);

    /// <summary>
    /// A funding rate was applied: payment = −position × mark × rate (protocol reference, 6.5). Each application counts once, and only after
    /// the position was taken over.
    /// </summary>
    public void OnFunding(in FundingPayload funding, long markNano)
    {
        if (_fundingFromMs == 0 || funding.AppliedMs <= _fundingFromMs || markNano == 0)
            return;
        _fundingFromMs = funding.AppliedMs;
        Int128 value = _units.ValueOfNanoMicro(markNano, Ledger.PositionSteps);
        Ledger.AddFunding(-RoundedPico(value * funding.RatePico));
    }

    /// <summary>Value of the position at the mid, or at the mark price before the first mid; signed, 1e-6 of the collateral.</summary>
    public long ValueMicro(long markNano) => _mid2 != 0
        ? _units.ValueAtMidMicro(_mid2, Ledger.PositionSteps)
        : _units.ValueOfNanoMicro(markNano, Ledger.PositionSteps);

    /// <summary>Whether the value of the position is known.</summary>
    public bool IsValued(long markNano) => Ledger.PositionSteps == 0 || _mid2 != 0 || markNano != 0;

    /// <summary>Realised and unrealised profit less fees, with funding.</summary>
    public long TotalMicro(long markNano) => Ledger.CashMicro + Ledger.UnrealisedMicro(ValueMicro(markNano));

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        Ledger.AddTo(ref hash);
        Markouts.AddTo(ref hash);
        Uptime.AddTo(ref hash);
        hash.Add(_mid2);
        hash.Add(_fundingFromMs);
    }

    private static long RoundedPico(Int128 pico)
    {
        Int128 half = 500_000_000_000;
        return (long)((pico + (pico >= 0 ? half : -half)) / 1_000_000_000_000);
    }
}
