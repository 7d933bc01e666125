using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Bench.Wire;

/// <summary>How old the frames of one round were when they were numbers; the first ones, which warm caches, do not count.</summary>
internal sealed class LatencyRecord(int unmeasured, int measured) : IDisposable
{
    private readonly double[] _ns = new double[measured];
    private readonly ManualResetEventSlim _done = new();
    private int _count;

    /// <summary>Takes the latency of one item, nanoseconds.</summary>
    public void Add(long ns)
    {
        int index = _count++ - unmeasured;
        if (index >= 0 && index < _ns.Length)
            _ns[index] = ns;
        if (index == _ns.Length - 1)
            _done.Set();
    }

    /// <summary>Items taken so far.</summary>
    public int Taken => Volatile.Read(ref _count);

    public bool IsDone => _done.IsSet;

    /// <summary>Waits for the last one; false if it does not come.</summary>
    public bool Await(TimeSpan patience) => _done.Wait(patience);

    /// <summary>Median and 99th percentile, microseconds.</summary>
    public (double Median, double P99) Figures() => (Median.Of(_ns) / 1000, Median.Quantile(_ns, 0.99) / 1000);

    public void Dispose() => _done.Dispose();

    /// <summary>The sink of a stream: the frame is parsed when it is called.</summary>
    internal readonly struct Sink(LatencyRecord record) : IMarketDataSink
    {
        public void OnBook(in BookFrame frame) => record.Add(StampedFrame.AgeNs(frame.Header.ExchangeMs));

        public void OnBestBidAsk(in BestBidAskFrame frame) => throw Unexpected();

        public void OnTrades(in TradesFrame frame) => throw Unexpected();

        public void OnPrice(in PriceFrame frame) => throw Unexpected();

        public void OnFunding(in FundingFrame frame) => throw Unexpected();

        public void OnRejected(in FrameRejection rejection) =>
            throw new InvalidOperationException($"A frame that must be good was refused at byte {rejection.Offset}: {rejection.Reason}.");

        public void OnConnection(in ConnectionChange change)
        {
            if (change.State == ConnectionState.Disconnected && change.Reason != DisconnectReason.Stopped)
                throw new InvalidOperationException($"The connection ended: {change.Reason} {change.Detail}");
        }

        private static InvalidOperationException Unexpected() => new("Only books are sent.");
    }
}
