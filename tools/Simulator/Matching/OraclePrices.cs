namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// Mark and index price of a market, independent of own orders and of what they take: the mark is the mid of the recorded best
/// prices, the index the mean of the last 60 marks, one a second, so that the two differ as a perpetual's and its index do.
/// </summary>
internal sealed class OraclePrices
{
    private const int IndexSamples = 60;

    private readonly Queue<decimal> _samples = new();
    private decimal _sum;

    /// <summary>Price that positions are valued at; 0 before the first one.</summary>
    public decimal Mark { get; private set; }

    public decimal Index { get; private set; }

    public CandleSeries MarkCandles { get; } = new();

    public CandleSeries IndexCandles { get; } = new();

    /// <summary>Takes over a new mark price; called once a second of exchange time.</summary>
    public void Update(decimal mark, long timeMs)
    {
        Mark = mark;
        _samples.Enqueue(mark);
        _sum += mark;
        if (_samples.Count > IndexSamples)
            _sum -= _samples.Dequeue();
        Index = decimal.Round(_sum / _samples.Count, 12);
        MarkCandles.Add(timeMs, Mark, 0);
        IndexCandles.Add(timeMs, Index, 0);
    }
}
