namespace LowLatencyMM.Simulator.Matching;

/// <summary>Side of an order, of a book level or of a trade's taker.</summary>
public enum Side : byte
{
    /// <summary>BUY; the bid side of the book.</summary>
    Buy,

    /// <summary>SELL; the ask side of the book.</summary>
    Sell,
}
