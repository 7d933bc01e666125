using System.Globalization;
using System.Net.Http.Headers;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>What may be repeated is, what may not is not, and the exchange's wishes to wait are honoured.</summary>
[Collection(SocketTests.Name)]
public sealed class RetryTests : IClassFixture<ScriptedExchange>
{
    private static readonly SignedOrder Order = new(NewOrder.Limit("BTC-USD", Side.Buy, 1, 1), null, """{"id":"x"}"""u8.ToArray());

    private readonly ScriptedExchange _exchange;
    private readonly RestOptions _options;
    private readonly int _before;

    public RetryTests(ScriptedExchange exchange)
    {
        _exchange = exchange;
        _options = exchange.Options() with { Retries = 3 };
        _before = exchange.Requests.Count;
    }

    public static TheoryData<string, Func<ExtendedRestClient, Task>> Idempotent { get; } = new()
    {
        { "read", client => client.GetMarketsAsync() },
        { "cancel by id", client => client.CancelAsync(5) },
        { "cancel by external id", client => client.CancelByExternalIdAsync("x") },
        { "mass cancel", client => client.MassCancelAsync(new MassCancelRequest { CancelAll = true }) },
        { "dead man's switch", client => client.SetDeadMansSwitchAsync(TimeSpan.FromSeconds(5)) },
        { "leverage", client => client.SetLeverageAsync("A", 2) },
    };

    private int Sent => _exchange.Requests.Count - _before;

    [Theory]
    [MemberData(nameof(Idempotent))]
    public async Task An_idempotent_call_is_repeated_until_it_succeeds(string name, Func<ExtendedRestClient, Task> call)
    {
        _exchange.Answer((context, number) =>
        {
            if (number == 1)
                context.Abort();
            context.Response.StatusCode = number == 2 ? 502 : 200;
            return number == 1 ? Task.CompletedTask : context.Response.WriteAsync("""{"status":"OK","data":[]}""");
        });
        using ExtendedRestClient client = ScriptedExchange.Client(_options);

        await call(client);

        Assert.True(Sent == 3, $"{name}: {Sent} requests");
        Assert.Single(_exchange.Requests.Skip(_before).Distinct());
    }

    [Theory]
    [MemberData(nameof(Idempotent))]
    public async Task It_is_repeated_so_often_and_no_more(string name, Func<ExtendedRestClient, Task> call)
    {
        _exchange.Answer(500, "");
        using ExtendedRestClient client = ScriptedExchange.Client(_options);

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => call(client));

        Assert.Equal(ExtendedErrorKind.Server, e.Kind);
        Assert.True(Sent == 4, $"{name}: {Sent} requests");
    }

    [Theory]
    [InlineData("abort", ExtendedErrorKind.Transport)]
    [InlineData("500", ExtendedErrorKind.Server)]
    [InlineData("429", ExtendedErrorKind.RateLimited)]
    [InlineData("silence", ExtendedErrorKind.Timeout)]
    public async Task An_order_is_never_sent_twice(string failure, ExtendedErrorKind kind)
    {
        _exchange.Answer(async (context, _) =>
        {
            if (failure == "silence")
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            else if (failure == "abort")
                context.Abort();
            else
                context.Response.StatusCode = int.Parse(failure, CultureInfo.InvariantCulture);
        });
        TimeSpan timeout = failure == "silence" ? TimeSpan.FromMilliseconds(200) : _options.Timeout;
        using ExtendedRestClient client = ScriptedExchange.Client(_options with { Timeout = timeout });

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => client.PlaceOrderAsync(Order));

        Assert.Equal(kind, e.Kind);
        Assert.Equal(1, Sent);
    }

    [Theory]
    [InlineData(400, "")]
    [InlineData(401, "")]
    [InlineData(404, "")]
    [InlineData(422, """{"status":"ERROR","error":{"code":1140,"message":"m"}}""")]
    [InlineData(503, """{"status":"ERROR","error":{"code":1010,"message":"m"}}""")]
    [InlineData(200, "<html>")]
    public async Task What_will_not_pass_is_not_repeated(int status, string body)
    {
        _exchange.Answer(status, body);
        using ExtendedRestClient client = ScriptedExchange.Client(_options);

        await Assert.ThrowsAsync<ExtendedException>(() => client.GetMarketsAsync());

        Assert.Equal(1, Sent);
    }

    [Fact]
    public async Task An_attempt_without_an_answer_is_given_up_and_repeated()
    {
        _exchange.Answer((context, number) => number == 1
            ? Task.Delay(Timeout.Infinite, context.RequestAborted)
            : context.Response.WriteAsync("""{"status":"OK","data":[]}"""));
        using ExtendedRestClient client = ScriptedExchange.Client(_options with { AttemptTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Empty(await client.GetMarketsAsync());

        Assert.Equal(2, Sent);
    }

    [Fact]
    public async Task The_callers_cancellation_is_no_failure_of_the_exchange()
    {
        var arrived = new TaskCompletionSource();
        _exchange.Answer(async (context, _) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var cancel = new CancellationTokenSource();
        using ExtendedRestClient client = ScriptedExchange.Client(_options);
        Task call = client.GetMarketsAsync(cancellation: cancel.Token);
        await arrived.Task;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("Sat, 26 Sep 2026 12:00:30 GMT", 30)]
    [InlineData("Saturday, 26-Sep-26 12:00:30 GMT", 30)]
    [InlineData("Sat, 26 Sep 2026 11:00:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public void Retry_After_is_read_in_seconds_and_as_a_date(string text, int? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", text);
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;

        TimeSpan? wait = RestErrors.RetryAfter(header, new DateTimeOffset(2026, 9, 26, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(seconds, (int?)wait?.TotalSeconds);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("Sat, 26 Sep 2026 12:00:07 GMT")]
    public async Task An_exchange_that_is_away_is_asked_again_when_it_says(string retryAfter)
    {
        Fail(503, 1, ("Retry-After", retryAfter));
        var time = new ManualTime();
        using var client = new ExtendedRestClient(_options with { Budget = new RateBudget(time: time) }, new WallClock(), time);
        Task<IReadOnlyList<MarketInfo>> call = client.GetMarketsAsync();

        await time.AwaitTimers(timers => timers.Contains(TimeSpan.FromSeconds(7)));
        Assert.Equal(1, Sent);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Empty(await call.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, Sent);
    }

    [Theory]
    [InlineData("11", 11)]
    [InlineData(null, 5)]
    public async Task A_429_pauses_everybody_but_cancels(string? retryAfter, int seconds)
    {
        Fail(429, 1, retryAfter is null ? [] : [("Retry-After", retryAfter)]);
        var time = new ManualTime();
        var budget = new RateBudget(time: time);
        using var client = new ExtendedRestClient(_options with { Budget = budget }, new WallClock(), time);
        using var other = new ExtendedRestClient(_options with { Budget = budget }, new WallClock(), time);
        Task<IReadOnlyList<MarketInfo>> call = client.GetMarketsAsync();
        // The policy's own short pause, if its jitter gives one, comes first; then the wait for the budget.
        await time.AwaitTimers(timers =>
        {
            if (timers.Any(due => due < TimeSpan.FromSeconds(1)))
                time.Advance(timers[0]);
            return timers.Any(WaitsForBudget);
        });

        ExtendedException order = await Assert.ThrowsAsync<ExtendedException>(() => other.PlaceOrderAsync(Order));
        Assert.Equal((ExtendedErrorKind.RateLimited, 0, true), (order.Kind, order.HttpStatus, order.IsRefused));
        await other.CancelAsync(5);
        Assert.Equal(2, Sent);
        Task<IReadOnlyList<MarketInfo>> second = other.GetMarketsAsync();
        await time.AwaitTimers(timers => timers.Count(WaitsForBudget) == 2);
        time.Advance(budget.TimeUntil(RequestPriority.Ordinary) - TimeSpan.FromMilliseconds(20));
        Assert.False(call.IsCompleted || second.IsCompleted);
        Assert.Equal(2, Sent);
        time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Empty(await call.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Empty(await second.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(4, Sent);

        bool WaitsForBudget(TimeSpan due) => due > TimeSpan.FromSeconds(seconds - 1) && due <= TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(1);
    }

    [Fact]
    public async Task A_cancel_that_is_refused_by_429_is_repeated_without_the_pause()
    {
        Fail(429, 2, ("Retry-After", "60"));
        using ExtendedRestClient client = ScriptedExchange.Client(_options with { Timeout = TimeSpan.FromSeconds(30) });

        await client.CancelAsync(5);

        Assert.Equal(3, Sent);
    }

    [Fact]
    public async Task A_pause_longer_than_the_callers_patience_is_told_at_once_with_its_length()
    {
        Fail(429, 9, ("Retry-After", "120"));
        using ExtendedRestClient client = ScriptedExchange.Client(_options with { Timeout = TimeSpan.FromSeconds(100) });

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => client.GetMarketsAsync());

        Assert.Equal((ExtendedErrorKind.RateLimited, 429, TimeSpan.FromSeconds(120)), (e.Kind, e.HttpStatus, e.RetryAfter));
        Assert.Equal(1, Sent);
    }

    [Fact]
    public async Task An_exchange_that_is_away_for_longer_than_the_callers_patience_is_not_waited_for()
    {
        Fail(503, 9, ("Retry-After", "60"));
        var time = new ManualTime();
        using var client = new ExtendedRestClient(_options, new WallClock(), time);

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => client.GetMarketsAsync().WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal((ExtendedErrorKind.Server, TimeSpan.FromSeconds(60)), (e.Kind, e.RetryAfter));
        Assert.Equal(1, Sent);
    }

    [Fact]
    public async Task A_call_that_runs_out_of_time_between_attempts_tells_the_last_failure()
    {
        Fail(503, 9, ("Retry-After", "59"));
        var time = new ManualTime();
        using var client = new ExtendedRestClient(_options, new WallClock(), time);
        Task<IReadOnlyList<MarketInfo>> call = client.GetMarketsAsync();
        for (int attempts = 1; attempts <= 2; attempts++)
        {
            await time.AwaitTimers(timers => timers.Contains(TimeSpan.FromSeconds(59)));
            time.Advance(TimeSpan.FromSeconds(59));
        }

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal((ExtendedErrorKind.Server, 503), (e.Kind, e.HttpStatus));
        Assert.Equal(2, Sent);
    }

    [Fact]
    public async Task A_used_up_budget_refuses_orders_at_once_and_keeps_room_for_cancels()
    {
        _exchange.Answer(200, """{"status":"OK","data":[]}""");
        var time = new ManualTime();
        using var client = new ExtendedRestClient(_options with { Budget = new RateBudget(20, cancelPercent: 20, time) }, new WallClock(), time);
        for (int i = 0; i < 4; i++)
            await client.GetMarketsAsync();

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => client.PlaceOrderAsync(Order));
        await client.CancelAsync(5);

        Assert.Equal((ExtendedErrorKind.RateLimited, true), (e.Kind, e.IsRefused));
        Assert.Equal(TimeSpan.FromSeconds(4), e.RetryAfter);
        Assert.Contains("was not sent", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, Sent);
    }

    private void Fail(int status, int times, params (string Name, string Value)[] headers) => _exchange.Answer((context, number) =>
    {
        if (number > times)
            return context.Response.WriteAsync("""{"status":"OK","data":[]}""");
        context.Response.StatusCode = status;
        foreach ((string name, string value) in headers)
            context.Response.Headers[name] = value;
        return Task.CompletedTask;
    });
}
