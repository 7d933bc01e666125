using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Quoting;

namespace LowLatencyMM.Core;

/// <summary>A copy of what there is to show and to sum up. Money in 1e-6 of the collateral.</summary>
public struct CoreStatus
{
    /// <summary>Engine time.</summary>
    public long NowNs;

    /// <summary>Events seen.</summary>
    public long Events;

    /// <summary>Quoting, or why not.</summary>
    public QuoteReason Reason;

    /// <summary>Best bid and ask of others; of the last time that both were known.</summary>
    public Touch Touch;

    /// <summary>The bid.</summary>
    public SideStatus Bid;

    /// <summary>The ask.</summary>
    public SideStatus Ask;

    /// <summary>Fair price.</summary>
    public double FairPrice;

    /// <summary>Reservation price.</summary>
    public double ReservationPrice;

    /// <summary>Half-spread after the model.</summary>
    public double HalfSpread;

    /// <summary>Relative volatility per sqrt(second).</summary>
    public double SigmaRelative;

    /// <summary>Decay of the fill intensity, 1/price.</summary>
    public double Kappa;

    /// <summary>Quality of the last fit of the intensity.</summary>
    public IntensityQuality IntensityQuality;

    /// <summary>Which steps of the pipeline acted.</summary>
    public QuoteClamps Clamps;

    /// <summary>Mark price, 1e-9; 0 before the first.</summary>
    public long MarkPriceNano;

    /// <summary>Signed position, steps.</summary>
    public long PositionSteps;

    /// <summary>Profit of what was closed, fees not deducted.</summary>
    public long RealisedMicro;

    /// <summary>Profit of the open position at the mid.</summary>
    public long UnrealisedMicro;

    /// <summary>Fees paid.</summary>
    public long FeesMicro;

    /// <summary>Funding received less funding paid.</summary>
    public long FundingMicro;

    /// <summary>Realised and unrealised profit less fees, with funding.</summary>
    public long PnlMicro;

    /// <summary>The same of all markets.</summary>
    public long AccountPnlMicro;

    /// <summary>The part of the traded volume that we did not take.</summary>
    public long MakerVolumeMicro;

    /// <summary>The volume of which the exchange has told who took.</summary>
    public long TradedVolumeMicro;

    /// <summary>Spread captured: worth of all fills against the mid at their time.</summary>
    public long SpreadMicro;

    /// <summary>Worth of all fills against the mid 1, 5, 30 and 60 seconds later.</summary>
    public MarkoutSums MarkoutMicro;

    /// <summary>Time in which quoting was allowed, nanoseconds.</summary>
    public long AllowedNs;

    /// <summary>The part of it in which every wanted side had an order resting.</summary>
    public long QuotedNs;

    /// <summary>Wallet balance as the exchange last said; 0 before.</summary>
    public long BalanceMicro;

    /// <summary>The exchange's balance minus that of our own books.</summary>
    public long BalanceDifferenceMicro;

    /// <summary>Margin ratio as the exchange last said, 1e-9 (a fraction).</summary>
    public long MarginRatioNano;

    /// <summary>Value bought and sold.</summary>
    public long VolumeMicro;

    /// <summary>Equity as the exchange last said; 0 before.</summary>
    public long EquityMicro;

    /// <summary>Fills counted.</summary>
    public long Fills;

    /// <summary>New orders decided.</summary>
    public long Creates;

    /// <summary>Replaces decided.</summary>
    public long Replaces;

    /// <summary>Cancels decided.</summary>
    public long Cancels;

    /// <summary>Queries decided.</summary>
    public long Queries;

    /// <summary>Refused requests and orders.</summary>
    public long Rejects;

    /// <summary>Changes of <see cref="Reason"/>.</summary>
    public long ReasonChanges;

    /// <summary>Orders, replaces, cancels, queries and changes of the quoting reason.</summary>
    public long Decisions;

    /// <summary>Orders that may be live; 0 when nothing of ours can rest.</summary>
    public long PossiblyLive;

    /// <summary>Whether no request is on its way and nothing is unclear.</summary>
    public bool IsQuiet;

    /// <summary>Alerts so far.</summary>
    public long Alerts;

    /// <summary>The newest alert.</summary>
    public AlertKind LastAlert;

    /// <summary>Whether a loss limit ended quoting for good.</summary>
    public bool IsKilled;

    /// <summary>Nonces left.</summary>
    public long NoncesAvailable;
}
