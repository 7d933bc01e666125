using System.Runtime.InteropServices;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Host.Estimates;

namespace LowLatencyMM.Host.Tests.Estimates;

public sealed class WarmStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_reduced_past_teaches_the_estimators_the_same_as_the_whole()
    {
        EngineSettings settings = PastMarket.Settings with { Quoting = PastMarket.Settings.Quoting with { FitIntervalNs = 10_000_000_000 } };
        Event[] whole = [.. WarmStart.Prepare(PastMarket.Recording().Events, 0, wholeBook: true, long.MaxValue)];
        Event[] reduced = [.. WarmStart.Prepare(PastMarket.Recording().Events, 0, wholeBook: false, long.MaxValue)];

        CoreStatus one = Feed(settings, whole), other = Feed(settings, reduced);

        Assert.True(reduced.Length < whole.Length / 2, $"{reduced.Length} of {whole.Length}");
        Assert.All(reduced, e => Assert.Equal(EventFlags.WarmUp, e.Flags & EventFlags.WarmUp));
        Assert.NotEqual(settings.Quoting.SigmaMinDaily / Math.Sqrt(86_400), one.SigmaRelative);
        Assert.Equal(one.SigmaRelative, other.SigmaRelative);
        Assert.Equal(one.IntensityQuality, other.IntensityQuality);
    }

    [Fact]
    public void All_sessions_of_the_market_come_one_after_the_other_without_the_running_one_and_the_damaged()
    {
        Event[] events = [.. PastMarket.Recording().Events.Take(3_000)];
        PastMarket.WriteSession(_folder.Path, events);
        long later = events[^1].ReceiveNs - events[0].ReceiveNs + 60_000_000_000;
        PastMarket.WriteSession(_folder.Path, events.Select(e => Later(e, later)), 1_723_100_000_000_000_000);
        string running = PastMarket.WriteSession(_folder.Path, events.Select(e => Later(e, 2 * later)), 1_723_200_000_000_000_000);
        string damaged = PastMarket.WriteSession(_folder.Path, events.Select(e => Later(e, 3 * later)), 1_723_300_000_000_000_000);
        string segment = Directory.GetFiles(damaged).Single();
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[bytes.Length / 3] ^= 0x40;
        File.WriteAllBytes(segment, bytes);
        var told = new List<string>();

        Event[] past = [.. WarmStart.Prepare(
            JournalHistory.ReadAll(_folder.Path, running, PastMarket.Settings.Market, events[1_000].ReceiveNs, told.Add), 0, true, long.MaxValue)];

        Assert.Equal(events.Count(e => e.ReceiveNs >= events[1_000].ReceiveNs) + events.Length + 2, past.Length);
        Assert.Equal(2, past.Count(e => e.Kind == EventKind.Connection));
        Assert.Equal(past.Select(e => e.ReceiveNs).Order(), past.Select(e => e.ReceiveNs));
        Assert.Contains(Path.GetFileName(damaged), Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pasts_of_several_markets_are_one_in_time()
    {
        Event[] events = [.. PastMarket.Recording().Events.Take(2_000)];
        Event[] one = [.. WarmStart.Prepare(events, 0, wholeBook: true, long.MaxValue)];
        Event[] other = [.. WarmStart.Prepare(events.Skip(300), 1, wholeBook: true, long.MaxValue)];

        Event[] merged = [.. WarmStart.Merge([one, [], other])];

        Assert.Equal(merged.Select(e => e.ReceiveNs).Order(), merged.Select(e => e.ReceiveNs));
        Assert.True(MemoryMarshal.AsBytes<Event>(one).SequenceEqual(MemoryMarshal.AsBytes<Event>([.. merged.Where(e => e.Market == 0)])));
        Assert.True(MemoryMarshal.AsBytes<Event>(other).SequenceEqual(MemoryMarshal.AsBytes<Event>([.. merged.Where(e => e.Market == 1)])));
    }

    [Fact]
    public void What_is_not_yet_past_is_not_taken()
    {
        Event[] events = [.. PastMarket.Recording().Events.Take(2_000)];
        long begin = events[1_500].ReceiveNs;

        Event[] past = [.. WarmStart.Prepare(events, 3, wholeBook: true, begin)];

        Assert.Equal(events.Count(e => e.ReceiveNs < begin), past.Length);
        Assert.All(past, e => Assert.Equal(3, e.Market));
    }

    [Fact]
    public void A_due_fit_comes_back_as_an_event_and_handing_it_over_allocates_nothing()
    {
        EngineSettings settings = PastMarket.Settings with { Quoting = PastMarket.Settings.Quoting with { SigmaMethod = SigmaMethod.GarchStudentT } };
        var core = new TradingCore(settings);
        DecisionBatch batch = default;
        var random = new Random(20260220);
        long mid = 600_000;
        for (int i = 0; i < 8_000; i++)
        {
            mid += random.Next(-30, 31);
            foreach (Event e in Book(mid, i))
                core.OnEvent(e, i, ref batch);
        }
        using var ring = new RingBuffer<Event>(64, 0, new BlockingWaitStrategy());
        using var worker = new FitWorker(ring, settings, new WallClock());
        Assert.True(core.GarchOf(0)!.FitRequests > 0);
        Assert.True(FitWorker.IsNeeded(settings));

        long before = GC.GetAllocatedBytesForCurrentThread();
        worker.Offer(core);
        worker.Offer(core);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        SequenceBarrier published = ring.NewBarrier();
        worker.Start();
        Assert.True(SpinWait.SpinUntil(() => published.Available(0) >= 0, TimeSpan.FromSeconds(60)));

        Event fitted = ring[0];
        Assert.Equal(0, allocated);
        Assert.Equal(EventKind.Parameters, fitted.Kind);
        Assert.Equal(1, fitted.Parameters.Version);
        Assert.Equal(core.GarchOf(0)!.Returns, fitted.Parameters.Returns);
        Assert.True(fitted.Parameters.Nu > 2);
        core.OnEvent(fitted, 9_000, ref batch);
        Assert.Equal(1, core.GarchOf(0)!.Version);
    }

    private static Event[] Book(long bid, int second)
    {
        Event[] frame = new Event[2];
        for (int i = 0; i < 2; i++)
        {
            EventFlags flags = EventFlags.Snapshot | EventFlags.Absolute | (i == 0 ? EventFlags.FrameStart : EventFlags.FrameEnd);
            frame[i].Begin(EventKind.BookLevel, flags, 0, StreamId.OrderBook, (1_000_000 + second) * 1_000_000_000L);
            frame[i].StreamSeq = second + 1;
            frame[i].BookLevel = new BookLevelPayload { Side = i == 0 ? Side.Buy : Side.Sell, PriceTicks = bid + i, QuantitySteps = 10 };
        }
        return frame;
    }

    private static Event Later(Event e, long byNs)
    {
        e.ReceiveNs += byNs;
        return e;
    }

    private static CoreStatus Feed(EngineSettings settings, Event[] events)
    {
        var core = new TradingCore(settings);
        DecisionBatch batch = default;
        long sequence = 0;
        foreach (Event e in events)
            core.OnEvent(e, sequence++, ref batch);
        CoreStatus status = default;
        core.CopyStatus(ref status);
        return status;
    }
}
