using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Streams.Messages;

namespace LowLatencyMM.Host.Sessions;

/// <summary>
/// Compares this machine's clock with the exchange's at the start: orders carry an expiry, and frames are judged by their age. The difference
/// is that of the frame which came fastest, its way included.
/// </summary>
public static class ClockCheck
{
    /// <summary>A difference above this is worth a warning.</summary>
    public static readonly TimeSpan Warning = TimeSpan.FromMilliseconds(500);

    /// <summary>A difference above this is refused.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>How long the exchange may take to send what the clocks are compared by.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int Frames = 20;

    /// <summary>Our clock less the exchange's, from the frames of a market's full book, which come ten times a second; null if none came in time.</summary>
    /// <param name="options">Where the streams are.</param>
    /// <param name="market">The market.</param>
    /// <param name="clock">Our clock.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<TimeSpan?> MeasureAsync(StreamOptions options, string market, WallClock clock, CancellationToken cancellation)
    {
        var lag = new ExchangeLag();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        await using var client = new ExtendedStreamClient(options, clock);
        int frames = 0;
        try
        {
            await foreach (StreamMessage<OrderBookUpdate> message in client.OrderBook(market, limit.Token).ConfigureAwait(false))
            {
                if (message is not StreamData<OrderBookUpdate> data)
                    continue;
                lag.Observe(data.ExchangeMs, data.AtNs);
                if (++frames == Frames)
                    break;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is up: what came until now counts.
        }
        return lag.IsKnown ? TimeSpan.FromMicroseconds(lag.LeastNs / 1e3) : null;
    }

    /// <summary>A warning for a person, or null if there is no reason for one.</summary>
    /// <param name="difference">Our clock less the exchange's; null if it is not known.</param>
    /// <exception cref="UserErrorException">The clocks differ by more than <see cref="Limit"/>.</exception>
    public static string? Judge(TimeSpan? difference)
    {
        if (difference is not { } known)
            return "the exchange's clock could not be read from its stream; this machine's may be wrong";
        string text = FormattableString.Invariant(
            $"this machine's clock is {Math.Abs(known.TotalMilliseconds):0} ms {(known < TimeSpan.Zero ? "behind" : "ahead of")} the exchange's");
        if (known.Duration() > Limit)
            throw new UserErrorException(ExitCode.Exchange, $"Nothing is quoted: {text}; at most {Limit.TotalSeconds:0} s are allowed. Set the clock, by NTP best.");
        return known.Duration() > Warning ? text : null;
    }
}
