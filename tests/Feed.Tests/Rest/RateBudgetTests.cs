using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>The process's budget of requests.</summary>
public sealed class RateBudgetTests
{
    [Fact]
    public void It_does_what_a_plain_token_bucket_does()
    {
        var steps = (from wait in Gen.Frequency((3, Gen.Constant(0)), (3, Gen.Choose(0, 200)), (1, Gen.Choose(0, 20_000)))
                     from cancel in Gen.Elements(true, false)
                     select (wait, cancel)).ArrayOf();
        var cases = from limit in Gen.Choose(4, 400)
                    from percent in Gen.Choose(0, 90)
                    from run in steps.Resize(300)
                    select (limit, percent, run);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260926, 3), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var time = new ManualTime();
            var budget = new RateBudget(c.limit, c.percent, time);
            var twin = new PlainBucket(c.limit, c.percent);
            foreach ((int wait, bool cancel) in c.run)
            {
                time.Advance(TimeSpan.FromMilliseconds(wait));
                twin.Refill(TimeSpan.FromMilliseconds(wait));
                RequestPriority priority = cancel ? RequestPriority.Cancel : RequestPriority.Ordinary;
                Assert.Equal(twin.Tokens, budget.Available);
                bool now = budget.TimeUntil(priority) == TimeSpan.Zero;
                bool taken = budget.TryTake(priority);
                Assert.Equal((twin.TryTake(cancel), now), (taken, taken));
            }
        }));
    }

    [Fact]
    public void No_minute_has_more_requests_than_the_limit()
    {
        var cases = from limit in Gen.Choose(4, 300) from waits in Gen.Choose(0, 400).ArrayOf().Resize(400) select (limit, waits);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20260926, 5), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var time = new ManualTime();
            var budget = new RateBudget(c.limit, time: time);
            var taken = new List<long>();
            foreach (int wait in c.waits)
            {
                time.Advance(TimeSpan.FromMilliseconds(wait));
                while (budget.TryTake(RequestPriority.Cancel))
                    taken.Add(time.GetTimestamp());
            }
            for (int i = c.limit; i < taken.Count; i++)
                Assert.True(taken[i] - taken[i - c.limit] >= TimeSpan.TicksPerMinute, $"{c.limit + 1} requests within a minute");
        }));
    }

    [Fact]
    public void The_cancels_share_is_theirs_alone()
    {
        var budget = new RateBudget(400, cancelPercent: 20, new ManualTime());

        Assert.Equal(80, Take(budget, RequestPriority.Ordinary));
        Assert.Equal(20, budget.Available);
        Assert.Equal(20, Take(budget, RequestPriority.Cancel));
        Assert.Equal(0, budget.Available);
    }

    [Fact]
    public void A_pause_stops_all_but_cancels_and_a_shorter_one_does_not_end_it()
    {
        var time = new ManualTime();
        var budget = new RateBudget(time: time);

        budget.Pause(TimeSpan.FromSeconds(30));
        budget.Pause(null);

        Assert.False(budget.TryTake(RequestPriority.Ordinary));
        Assert.True(budget.TryTake(RequestPriority.Cancel));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.Zero), (budget.TimeUntil(RequestPriority.Ordinary), budget.TimeUntil(RequestPriority.Cancel)));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(budget.TryTake(RequestPriority.Ordinary));
        budget.Pause(TimeSpan.FromDays(9999));
        Assert.Equal(TimeSpan.FromMinutes(5), budget.TimeUntil(RequestPriority.Ordinary));
    }

    [Fact]
    public async Task Who_waits_goes_when_there_is_room_and_who_cannot_wait_so_long_is_told_at_once()
    {
        var time = new ManualTime();
        var budget = new RateBudget(60, cancelPercent: 0, time);
        Take(budget, RequestPriority.Ordinary);

        Assert.False(await budget.TakeAsync(RequestPriority.Ordinary, TimeSpan.FromSeconds(1), CancellationToken.None));
        ValueTask<bool> patient = budget.TakeAsync(RequestPriority.Ordinary, TimeSpan.FromSeconds(2), CancellationToken.None);
        Assert.False(patient.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await patient);
        using var cancelled = new CancellationTokenSource();
        Take(budget, RequestPriority.Ordinary);
        ValueTask<bool> ended = budget.TakeAsync(RequestPriority.Ordinary, TimeSpan.FromSeconds(2), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended.AsTask());
    }

    [Fact]
    public void Many_threads_together_take_no_more_than_there_is()
    {
        var budget = new RateBudget(40_000, cancelPercent: 10, new ManualTime());
        int taken = 0;

        Parallel.For(0, 8, thread =>
        {
            int own = 0;
            for (int i = 0; i < 4_000; i++)
                own += budget.TryTake(thread % 2 == 0 ? RequestPriority.Cancel : RequestPriority.Ordinary) ? 1 : 0;
            Interlocked.Add(ref taken, own);
        });

        Assert.Equal(10_000, taken + budget.Available);
        Assert.InRange(budget.Available, 0, 1_000);
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var budget = new RateBudget(1_000_000);
        budget.TryTake(RequestPriority.Ordinary);
        _ = budget.Available + budget.TimeUntil(RequestPriority.Ordinary).Ticks;
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10_000; i++)
            budget.TryTake(i % 3 == 0 ? RequestPriority.Cancel : RequestPriority.Ordinary);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(3, 20)]
    [InlineData(1_000_001, 20)]
    [InlineData(1_000, -1)]
    [InlineData(1_000, 91)]
    public void Limits_outside_the_range_are_refused(int limit, int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateBudget(limit, percent));

    private static int Take(RateBudget budget, RequestPriority priority)
    {
        int taken = 0;
        while (budget.TryTake(priority))
            taken++;
        return taken;
    }

    /// <summary>Tokens as ticks of time, added and taken one by one.</summary>
    private sealed class PlainBucket
    {
        private readonly long _token;
        private readonly long _depth;
        private readonly long _kept;
        private long _level;

        public PlainBucket(int limit, int percent)
        {
            int burst = limit / 4;
            _token = (long)Math.Ceiling(TimeSpan.TicksPerMinute / (decimal)(limit - burst));
            _depth = burst * _token;
            _kept = Math.Min(burst - 1, (int)Math.Ceiling(burst * percent / 100m)) * _token;
            _level = _depth;
        }

        public long Tokens => _level / _token;

        public void Refill(TimeSpan elapsed) => _level = Math.Min(_depth, _level + elapsed.Ticks);

        public bool TryTake(bool cancel)
        {
            if (_level - _token < (cancel ? 0 : _kept))
                return false;
            _level -= _token;
            return true;
        }
    }
}
