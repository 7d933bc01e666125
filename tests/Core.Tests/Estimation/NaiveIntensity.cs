using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Estimation;

/// <summary>
/// The plain twin of <see cref="VirtualQuotes"/> and <see cref="TradeDepth"/>: keeps everything that happened and answers each question from the
/// definitions. Level by level, quote by quote.
/// </summary>
internal sealed class NaiveIntensity(long lifeNs, long staleNs, long gapNs, long windowNs, long[] grid, NaiveQueues? queues)
{
    private const long Bucket = 300_000_000_000;

    private readonly List<Happening> _all = [];

    public void OnMid(long time, long mid2) => _all.Add(new Happening(time, mid2, null, queues?.Copy()));

    public void OnTrade(long time, Side side, long price, long steps) => _all.Add(new Happening(time, 0, (side, price, steps), null));

    public void Break(long time) => _all.Add(new Happening(time, -1, null, null));

    /// <summary>Windows, fills and sums of arrivals at every level of both sides.</summary>
    public (long Windows, long[] Fills, long[] Arrivals) Quotes(long now)
    {
        var fills = new long[2 * grid.Length];
        var arrivals = new long[2 * grid.Length];
        long windows = 0;
        List<(long End, long[] Arrivals)> closed = Closed(now);
        long newest = closed.Count == 0 ? 0 : closed.Max(window => window.End / Bucket);
        foreach ((long end, long[] arrived) in closed.Where(window => window.End / Bucket > newest - windowNs / Bucket))
        {
            windows++;
            for (int i = 0; i < arrived.Length; i++)
            {
                if (arrived[i] < 0)
                    continue;
                fills[i]++;
                arrivals[i] += arrived[i];
            }
        }
        return (windows, fills, arrivals);
    }

    /// <summary>Deep market orders and the sum of their whole ticks beyond two, and how long the market was watched.</summary>
    public (long Count, long Beyond, long Excess, long DurationNs) Depths(bool everyPrint)
    {
        long count = 0, beyond = 0, excess = 0, duration = 0;
        foreach ((List<Happening> part, long end) in Parts(gapNs))
        {
            duration += end - part[0].Time;
            var prints = new List<(long Key, long Mid2, Side Side, long Price)>();
            long mid2 = 0;
            foreach (Happening happening in part)
            {
                if (happening.Trade is not (Side side, long price, long _))
                    mid2 = happening.Mid2;
                else
                    prints.Add((everyPrint ? prints.Count : 2 * happening.Time + (long)side, mid2, side, price));
            }
            foreach (var order in prints.GroupBy(print => print.Key))
            {
                count++;
                // The mid that prevailed is that before the order's first print.
                long prevailing = order.First().Mid2;
                long deepest = order.Max(print => print.Side == Side.Buy ? 2 * print.Price - prevailing : prevailing - 2 * print.Price);
                if (deepest < 4)
                    continue;
                beyond++;
                excess += (long)Math.Floor((deepest - 4) / 2.0);
            }
        }
        return (count, beyond, excess, duration);
    }

    private List<(long End, long[] Arrivals)> Closed(long now)
    {
        var closed = new List<(long, long[])>();
        foreach ((List<Happening> part, long until) in Parts(staleNs))
        {
            long first = (part[0].Time + lifeNs - 1) / lifeNs * lifeNs;
            // A quote is posted at each tick of the clock that something happened after, and counts when something happened after its end.
            for (long posted = first; posted + lifeNs < Math.Min(until, now); posted += lifeNs)
            {
                Happening mid = part.Last(happening => happening.Time <= posted && happening.Trade is null);
                closed.Add((posted + lifeNs, Arrive(part, mid, posted)));
            }
        }
        return closed;
    }

    private long[] Arrive(List<Happening> part, Happening mid, long posted)
    {
        var arrived = new long[2 * grid.Length];
        Array.Fill(arrived, -1);
        var volume = new long[2 * grid.Length];
        foreach (Happening happening in part.Where(h => h.Trade is not null && h.Time > posted && h.Time <= posted + lifeNs))
        {
            (Side side, long price, long steps) = happening.Trade!.Value;
            for (int i = 0; i < grid.Length; i++)
            {
                int level = side == Side.Buy ? i : grid.Length + i;
                if (arrived[level] < 0 && IsFilled(mid, side, grid[i], price, steps, ref volume[level]))
                    arrived[level] = happening.Time - posted;
            }
        }
        return arrived;
    }

    private bool IsFilled(Happening mid, Side side, long distance, long price, long steps, ref long volume)
    {
        if (mid.Queues is null)
            return side == Side.Buy ? 2 * price - mid.Mid2 >= 2 * distance : mid.Mid2 - 2 * price >= 2 * distance;
        long target = side == Side.Buy
            ? (long)Math.Ceiling((mid.Mid2 + 2 * distance) / 2.0)
            : (long)Math.Floor((mid.Mid2 - 2 * distance) / 2.0);
        if (side == Side.Buy ? price > target : price < target)
            return true;
        if (price != target)
            return false;
        volume += steps;
        long ahead = mid.Queues.QueueAhead(side == Side.Buy ? Side.Sell : Side.Buy, target);
        return ahead != long.MaxValue && volume >= ahead + mid.Queues.LotSteps(mid.Mid2);
    }

    /// <summary>Stretches without a break or a silence of the mids longer than the given one, each with the time of its last happening.</summary>
    private IEnumerable<(List<Happening> Part, long End)> Parts(long silenceNs)
    {
        var part = new List<Happening>();
        long midTime = 0;
        long end = 0;
        foreach (Happening happening in _all)
        {
            bool isBreak = happening.Mid2 < 0;
            if (part.Count > 0 && (isBreak || happening.Time - midTime > silenceNs))
            {
                yield return (part, end);
                part = [];
            }
            if (isBreak || (part.Count == 0 && happening.Trade is not null))
                continue;
            part.Add(happening);
            end = happening.Time;
            if (happening.Trade is null)
                midTime = happening.Time;
        }
        if (part.Count > 0)
            yield return (part, end);
    }

    private sealed record Happening(long Time, long Mid2, (Side Side, long Price, long Steps)? Trade, NaiveQueues? Queues);
}
