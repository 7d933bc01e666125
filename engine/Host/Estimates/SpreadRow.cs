using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Host.Estimates;

/// <summary>A quote at one risk aversion. Prices and distances in the collateral; a side that is not quoted is 0.</summary>
/// <param name="Gamma">γ, 1/USD.</param>
/// <param name="IsQuoted">Whether the model gives a quote.</param>
/// <param name="Reservation">Reservation price.</param>
/// <param name="ShiftBps">Its distance from the fair price, basis points; below 0 for a long position.</param>
/// <param name="Bid">Bid on its tick.</param>
/// <param name="Ask">Ask on its tick.</param>
/// <param name="BidDistance">Bid below the fair price.</param>
/// <param name="AskDistance">Ask above the fair price.</param>
/// <param name="SpreadBps">Bid to ask, basis points.</param>
/// <param name="Clamps">Which steps of the price pipeline acted.</param>
internal sealed record SpreadRow(
    double Gamma, bool IsQuoted, double Reservation, double ShiftBps, double Bid, double Ask, double BidDistance, double AskDistance,
    double SpreadBps, QuoteClamps Clamps);
