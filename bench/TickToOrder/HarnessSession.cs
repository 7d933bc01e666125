using System.Net.Http.Headers;
using System.Text.Json;
using LowLatencyMM.Bench.Wire;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>
/// One session: the shipped programs, <c>llmm sim</c> and <c>llmm run</c>, each in a process of its own, joined by their sockets. This process
/// sleeps meanwhile. Then the journal of the one is compared with the feed log of the other.
/// </summary>
internal static class HarnessSession
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OrdersPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AlivePoll = TimeSpan.FromMilliseconds(500);

    private static readonly StreamId[] MarketStreams =
        [StreamId.OrderBook, StreamId.BestBidAsk, StreamId.Trades, StreamId.MarkPrice, StreamId.Funding];

    /// <summary>Runs it.</summary>
    /// <exception cref="UserErrorException">A process failed, something was not done in time, or orders were left open.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static async Task<SessionResult> RunAsync(SessionPlan plan, CancellationToken stop)
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch.Path);
        string feedLog = Path.Combine(scratch.Path, "feed.log"), configuration = Path.Combine(scratch.Path, "config.json");
        if (plan.Pace > TimeSpan.Zero)
        {
            plan = plan with
            {
                Recording = Path.Combine(scratch.Path, "paced.jsonl"),
                Market = PacedRecording.Market,
                Tick = PacedRecording.Tick,
                Step = PacedRecording.Step,
            };
            PacedRecording.Write(plan.Recording, plan.Pace);
        }
        await File.WriteAllTextAsync(configuration, plan.Configuration(), stop).ConfigureAwait(false);
        var nothing = new Dictionary<string, string>();
        // Disposed last, so that the engine can cancel its orders whatever happens.
        using LlmmChild exchange = LlmmChild.Start(scratch.Path, nothing, plan.ExchangeArguments(feedLog));
        JsonElement address = await exchange.ObjectAsync(StartPatience, stop).ConfigureAwait(false);
        using LlmmChild engine = LlmmChild.Start(scratch.Path, SessionPlan.Keys, EngineArguments(address, configuration));
        await OrdersAsync(address, engine, exchange, stop).ConfigureAwait(false);
        await RunOnAsync(plan.WarmUp, engine, exchange, stop).ConfigureAwait(false);

        long fromNs = MonotonicClock.NowNs();
        (long FromNs, long ToNs) frozen = default;
        if (plan.Freeze == TimeSpan.Zero)
            await RunOnAsync(plan.Duration, engine, exchange, stop).ConfigureAwait(false);
        else
            frozen = await RunFrozenAsync(plan, engine, exchange, stop).ConfigureAwait(false);
        long toNs = MonotonicClock.NowNs();
        await RunOnAsync(plan.AfterRun, engine, exchange, stop).ConfigureAwait(false);

        long endNs = MonotonicClock.NowNs();
        string folder = await EndAsync(engine, exchange, stop).ConfigureAwait(false);
        SessionJournal journal = SessionJournal.Read(folder);
        return new SessionResult
        {
            Plan = plan,
            Join = FeedJoin.Of(FeedLogFile.Read(feedLog), journal, plan.Market, fromNs, toNs),
            EndNs = endNs,
            Frozen = frozen,
            Reconnects = MarketStreams.Sum(stream => Math.Max(0, journal.Connections(stream) - 1)),
            RejectedFrames = journal.RejectedFrames,
        };
    }

    private static string[] EngineArguments(JsonElement address, string configuration)
    {
        string[] arguments =
        [
            "run", "--json", "--config", configuration, "--journal", "journal",
            "--url", address.GetProperty("rest").GetString()!, "--stream-url", address.GetProperty("streams").GetString()!,
        ];
        return address.TryGetProperty("certificate", out JsonElement certificate) ? [.. arguments, "--trust", certificate.GetString()!] : arguments;
    }

    /// <summary>Waits until the engine has an order at the exchange.</summary>
    private static async Task OrdersAsync(JsonElement address, LlmmChild engine, LlmmChild exchange, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = LoopbackCertificate.TakeAny;
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("llmm-bench", null));
        client.DefaultRequestHeaders.Add("X-Api-Key", DemoAccount.ApiKey);
        var orders = new Uri(address.GetProperty("rest").GetString() + "/user/orders");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(StartPatience);
        try
        {
            while (true)
            {
                using JsonDocument answer = JsonDocument.Parse(await client.GetStringAsync(orders, limit.Token).ConfigureAwait(false));
                if (answer.RootElement.GetProperty("data").GetArrayLength() > 0)
                    return;
                await Task.Delay(OrdersPoll, limit.Token).ConfigureAwait(false);
                engine.RequireAlive();
                exchange.RequireAlive();
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw engine.TooLate("placed no order", StartPatience);
        }
        catch (HttpRequestException e)
        {
            exchange.RequireAlive();
            throw new UserErrorException(ExitCode.Failure, $"{exchange.Name} could not be asked for its orders: {e.Message}", e);
        }
    }

    /// <summary>Lets both go on for a while and sees to it that they do.</summary>
    private static async Task RunOnAsync(TimeSpan span, LlmmChild engine, LlmmChild exchange, CancellationToken stop)
    {
        long untilNs = MonotonicClock.NowNs() + (long)span.TotalNanoseconds;
        while (untilNs - MonotonicClock.NowNs() is > 0 and long leftNs)
        {
            TimeSpan left = TimeSpan.FromMicroseconds(leftNs / 1e3);
            await Task.Delay(left < AlivePoll ? left : AlivePoll, stop).ConfigureAwait(false);
            engine.RequireAlive();
            exchange.RequireAlive();
        }
    }

    /// <summary>As <see cref="RunOnAsync"/>, with the engine stopped in the middle.</summary>
    private static async Task<(long FromNs, long ToNs)> RunFrozenAsync(SessionPlan plan, LlmmChild engine, LlmmChild exchange, CancellationToken stop)
    {
        TimeSpan before = (plan.Duration - plan.Freeze) / 2;
        await RunOnAsync(before, engine, exchange, stop).ConfigureAwait(false);
        engine.Freeze();
        long fromNs = MonotonicClock.NowNs();
        await RunOnAsync(plan.Freeze, engine, exchange, stop).ConfigureAwait(false);
        long toNs = MonotonicClock.NowNs();
        engine.Thaw();
        await RunOnAsync(before, engine, exchange, stop).ConfigureAwait(false);
        return (fromNs, toNs);
    }

    /// <summary>Ends both as a user would and gives the session's folder.</summary>
    private static async Task<string> EndAsync(LlmmChild engine, LlmmChild exchange, CancellationToken stop)
    {
        engine.Terminate();
        await engine.EndAsync(EndPatience, stop).ConfigureAwait(false);
        JsonElement summary = await engine.ObjectAsync(EndPatience, stop).ConfigureAwait(false);
        JsonElement open = summary.GetProperty("openOrdersAtExit");
        if (open.ValueKind != JsonValueKind.Number || open.GetInt32() != 0)
            throw new UserErrorException(ExitCode.OrdersMayBeOpen, $"{engine.Name} ended with open orders: {open}.");
        exchange.Terminate();
        await exchange.EndAsync(EndPatience, stop).ConfigureAwait(false);
        return summary.GetProperty("journal").GetString()!;
    }
}
