using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Risk;

public class RequestBudgetTests
{
    private const long Second = 1_000_000_000;

    // Defect 52: the limiter counted loop turns, not requests.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(800)]
    public void In_no_minute_are_there_more_requests_than_the_limit(int perMinute)
    {
        var budget = new RequestBudget(Settings(perMinute));
        var sent = new Queue<long>();
        var random = new Random(perMinute);
        long now = 0;
        int total = 0;
        for (int i = 0; i < 40_000; i++)
        {
            now += random.Next(9) == 0 ? random.NextInt64(Second / 2) : random.NextInt64(Second / 500);
            budget.Refill(now);
            if (!budget.AllowsCancel)
                continue;
            budget.Take();
            total++;
            sent.Enqueue(now);
            while (sent.Peek() <= now - 60 * Second)
                sent.Dequeue();
            Assert.True(sent.Count <= perMinute, $"{sent.Count} requests in a minute");
        }
        Assert.True(total >= now / (60 * Second) * perMinute / 2, $"only {total} requests in {now / Second} s");
    }

    [Fact]
    public void When_orders_are_out_of_budget_the_reserve_is_left_for_cancels()
    {
        var budget = new RequestBudget(Settings(800));
        budget.Refill(1);
        int orders = 0;
        for (; budget.AllowsOrder; orders++)
            budget.Take();
        int cancels = 0;
        for (; budget.AllowsCancel; cancels++)
            budget.Take();

        Assert.Equal(160, orders);
        Assert.Equal(40, cancels);
    }

    private static RiskSettings Settings(int perMinute) =>
        new() { MaxPositionMicro = 1, MaxOrderNotionalMicro = 1, MaxRequestsPerMinute = perMinute };
}
