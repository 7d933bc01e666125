using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Egress;
using LowLatencyMM.Host.Estimates;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Host.ProfitAndLoss;
using LowLatencyMM.Host.Sessions;
using LowLatencyMM.Host.WarmUp;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Host;

/// <summary>
/// One run of the engine against one exchange: ask what it needs to know, cancel what an earlier run may have left, quote, and at
/// the end cancel everything and ask until the exchange lists no order.
/// </summary>
public sealed class EngineSession : IAsyncDisposable
{
    private static readonly TimeSpan StatusPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the mass cancel of a second signal may take.</summary>
    private static readonly TimeSpan LastCallPatience = TimeSpan.FromSeconds(2);

    private readonly RunConfiguration _configuration;
    private readonly WallClock _clock;
    private readonly ExtendedRestClient _rest;
    private readonly OpenOrders _openOrders;
    private readonly AccountFile _account;
    private readonly EngineWiring _wiring;
    private AllocationMark _warm = AllocationMark.Start;
    private long _begunNs;
    private bool _stopped;

    private EngineSession(
        RunConfiguration configuration, WallClock clock, ExtendedRestClient rest, OpenOrders openOrders, AccountFile account, EngineWiring wiring,
        EngineSettings settings)
    {
        _configuration = configuration;
        _clock = clock;
        _rest = rest;
        _openOrders = openOrders;
        _account = account;
        _wiring = wiring;
        Settings = settings;
    }

    /// <summary>What the core was built with.</summary>
    public EngineSettings Settings { get; }

    /// <summary>What profit and loss across sessions is counted from.</summary>
    public required PnlState Profit { get; init; }

    /// <summary>What the warm-up did.</summary>
    public required WarmUpReport WarmUp { get; init; }

    /// <summary>The session's folder.</summary>
    public string Folder => _wiring.Journal.Folder;

    /// <summary>The newest status: of the account, and of the first market.</summary>
    public EngineStatus Status => _wiring.Gauges.Status;

    /// <summary>The newest status: of the account, and of a market.</summary>
    public EngineStatus StatusOf(int market) => _wiring.Gauges.StatusOf(market);

    /// <summary>What the engine measures of itself.</summary>
    public EngineGauges Gauges => _wiring.Gauges;

    /// <summary>The engine's parts, for tests that break one.</summary>
    internal EngineWiring Wiring => _wiring;

    /// <summary>What the engine died of; null while all is well.</summary>
    public Exception? Fault => _wiring.Fault;

    /// <summary>Prepares, warms up and starts a session; quoting begins as soon as book and account are there.</summary>
    /// <exception cref="UserErrorException">Configuration, exchange, lock or journal; or it was cancelled before it began.</exception>
    public static async Task<EngineSession> StartAsync(RunConfiguration configuration, Credentials credentials, CancellationToken cancellation)
    {
        var clock = new WallClock();
        string name = $"{configuration.ChainId}-{credentials.Vault}";
        AccountFile account = AccountFile.Open(
            configuration.JournalDirectory, name, clock.NowNs() / 1_000_000_000, Random.Shared.NextInt64(1, AccountFile.LastNonce));
        RateBudget budget = Budget(configuration);
        var attempts = new FailedAttempts(clock);
        var rest = new ExtendedRestClient(RestOptions(configuration, credentials, budget) with { FailedAttempt = attempts.Note }, clock);
        EngineWiring? wiring = null;
        try
        {
            ExchangeFacts facts = await ExchangeFacts.ReadAsync(rest, configuration, credentials, cancellation).ConfigureAwait(false);
            var openOrders = new OpenOrders(rest, [.. configuration.Markets.Select(market => market.Market)]);
            await RequireNoOpenOrdersAsync(openOrders, configuration, cancellation).ConfigureAwait(false);
            await SetLeverageAsync(rest, configuration, cancellation).ConfigureAwait(false);
            PnlState profit = await OpenProfitAsync(rest, configuration, clock, cancellation).ConfigureAwait(false);
            var settings = new EngineSettings
            {
                Market = facts.Markets[0],
                Quoting = configuration.Markets[0].Quoting,
                Risk = configuration.Markets[0].Risk,
                Orders = configuration.Markets[0].Orders,
                OtherMarkets = [.. configuration.Markets.Zip(facts.Markets, Traded).Skip(1)],
            };
            var core = CreateCore(settings);
            WarmUpReport warmUp = EngineWarmUp.Run(settings with { OtherMarkets = [] }, facts.Feeds[0]);
            await CheckClockAsync(configuration, credentials, facts, clock, cancellation).ConfigureAwait(false);
            if (configuration.DeadManSwitchSeconds > 0)
                await ArmSwitchAsync(rest, configuration, cancellation).ConfigureAwait(false);
            wiring = new EngineWiring(configuration, credentials, facts, core, settings, rest, budget, account, clock, attempts);
            var session = new EngineSession(configuration, clock, rest, openOrders, account, wiring, settings) { WarmUp = warmUp, Profit = profit };
            session.Begin();
            return session;
        }
        catch (Exception e)
        {
            Release(wiring, rest, account);
            if (Explain(e, configuration) is { } explained)
                throw explained;
            throw;
        }
    }

    /// <summary>Notes that from here on the engine is warm: allocation counts from this moment.</summary>
    public void MarkWarm() => _warm = Mark();

    /// <summary>Waits until <paramref name="stop"/> is cancelled, the engine dies, or a limit of loss ends it.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(StatusPoll);
        try
        {
            while (Fault is null && !Status.Core.IsKilled && await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop: the caller does that next.
        }
    }

    /// <summary>
    /// Stops quoting, cancels, asks until no order is open, disarms the dead man's switch, and closes the journal.
    /// </summary>
    /// <param name="abort">A second signal: one mass cancel, and no more waiting.</param>
    public async Task<SessionSummary> StopAsync(CancellationToken abort)
    {
        AllocationMark end = Mark();
        long begunNs = _clock.NowNs();
        await LetCoreCancelAsync(abort).ConfigureAwait(false);
        IReadOnlyList<string>? left = await CancelRestAsync(_configuration.ShutdownTimeout - Elapsed(begunNs), abort).ConfigureAwait(false);
        Publish(() => ControlCalls.PublishAnswer(
            _wiring.Ring, _clock.NowNs(), RequestKind.CountOpenOrders, left is null ? AnswerOutcome.Unknown : AnswerOutcome.Accepted, null, left?.Count ?? -1));
        if (left is { Count: 0 })
        {
            // A fill just before the end may still be on its way on the account stream.
            Publish(_wiring.Control.FetchFills);
            if (_configuration.DeadManSwitchSeconds > 0)
                Publish(() => _wiring.Control.SetSwitch(TimeSpan.Zero));
        }
        // What ends first is the cause; what the end itself runs into counts only if nothing did before.
        Exception? fault = Fault;
        Exception? endFault = StopWiring();
        return new SessionSummary
        {
            Status = Status,
            Markets = [.. Enumerable.Range(0, Settings.MarketRules.Count).Select(market => StatusOf(market).Core)],
            Events = _wiring.Journal.NextSequence,
            Folder = Folder,
            OpenOrders = left,
            AllocatedBytesPerEvent = AllocationMark.PerEvent(_warm, end),
            Allocations = AllocationMark.Between(_warm, end),
            StateHash = _wiring.StateHash(),
            SignedAhead = _wiring.SignedAhead,
            AheadSignatures = _wiring.AheadSignatures,
            FirstOrder = Gauges.FirstOrderNs == 0 ? null : TimeSpan.FromMicroseconds((Gauges.FirstOrderNs - _begunNs) / 1e3),
            TickToOrder = Gauges.TickToOrder,
            Send = Gauges.Send,
            Fault = fault ?? endFault,
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!_stopped)
            StopWiring();
        Release(_wiring, _rest, _account);
        return ValueTask.CompletedTask;
    }

    /// <summary>Frees what a session holds, the lock last: as long as something of it may act, nobody else shall.</summary>
    private static void Release(EngineWiring? wiring, ExtendedRestClient rest, AccountFile account)
    {
        try
        {
            wiring?.Dispose();
        }
        finally
        {
            rest.Dispose();
            account.Dispose();
        }
    }

    /// <summary>The user's message for what keeps a session from starting; null if it is none of the user's business.</summary>
    private static UserErrorException? Explain(Exception e, RunConfiguration configuration) => e switch
    {
        ExtendedException refused => new UserErrorException(ExitCode.Exchange, $"{configuration.RestBase}: {refused.Message}", refused),
        OperationCanceledException => new UserErrorException(ExitCode.Failure, "Stopped before the session began; it sent no order.", e),
        JournalException or IOException or UnauthorizedAccessException =>
            new UserErrorException(ExitCode.Failure, $"{configuration.JournalDirectory}: no journal can be written there: {e.Message}", e),
        _ => null,
    };

    /// <summary>Stops everything and closes the journal; gives what went wrong with it.</summary>
    private Exception? StopWiring()
    {
        _stopped = true;
        try
        {
            _wiring.Stop();
            return null;
        }
        catch (JournalException e)
        {
            return e;
        }
    }

    private static RestOptions RestOptions(RunConfiguration configuration, Credentials credentials, RateBudget budget) => new()
    {
        BaseAddress = configuration.RestBase,
        UserAgent = EngineVersion.UserAgent,
        ApiKey = credentials.ApiKey,
        CertificateValidation = CertificateTrust.Pinned(configuration.TrustedCertificate),
        Budget = budget,
    };

    /// <summary>The process's budget: four fifths are the orders' limit that the core keeps itself, the rest is for control calls.</summary>
    private static RateBudget Budget(RunConfiguration configuration)
    {
        RiskSettings most = configuration.Markets.Select(market => market.Risk).MaxBy(risk => risk.MaxRequestsPerMinute)!;
        return new RateBudget((int)Math.Max(4, most.MaxRequestsPerMinute * 5 / 4), (int)Math.Min(90, most.CancelReservePercent));
    }

    /// <summary>What an earlier run left open would trade beside ours: it must be gone before the first quote.</summary>
    private static async Task RequireNoOpenOrdersAsync(OpenOrders openOrders, RunConfiguration configuration, CancellationToken cancellation)
    {
        IReadOnlyList<string>? left = await openOrders.CancelAllAsync(configuration.ShutdownTimeout, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (left is not { Count: 0 })
        {
            string which = left is null ? "the exchange could not be asked" : string.Join(", ", left);
            throw new UserErrorException(ExitCode.OrdersMayBeOpen, $"Orders of an earlier run may still be open: {which}.");
        }
    }

    private static async Task SetLeverageAsync(ExtendedRestClient rest, RunConfiguration configuration, CancellationToken cancellation)
    {
        foreach (MarketConfiguration market in configuration.Markets)
        {
            if (market.SetLeverage is { } leverage)
                await rest.SetLeverageAsync(market.Market, (decimal)leverage, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<PnlState> OpenProfitAsync(
        ExtendedRestClient rest, RunConfiguration configuration, WallClock clock, CancellationToken cancellation)
    {
        BalanceInfo balance = await rest.GetBalanceAsync(cancellation).ConfigureAwait(false);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(clock.NowNs() / 1_000_000_000);
        if (!configuration.KeepsProfit)
            return new PnlState { InitialEquity = balance.Equity, StartedAt = now };
        string path = Path.Combine(configuration.JournalDirectory, PnlState.FileName);
        return PnlState.Open(path, balance.Equity, now, message => Console.Error.WriteLine($"llmm: {message}."));
    }

    private static TradedMarket Traded(MarketConfiguration configuration, MarketSettings market) => new()
    {
        Market = market,
        Quoting = configuration.Quoting,
        Risk = configuration.Risk,
        Orders = configuration.Orders,
    };

    private static TradingCore CreateCore(EngineSettings settings)
    {
        try
        {
            return new TradingCore(settings);
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(ExitCode.Configuration, $"{string.Join(", ", settings.MarketRules.Select(market => market.Name))} cannot be traded with this configuration: {e.Message}", e);
        }
    }

    /// <summary>An exchange on this very machine is a simulator: it has our clock, or one of its own on purpose.</summary>
    private static async Task CheckClockAsync(
        RunConfiguration configuration, Credentials credentials, ExchangeFacts facts, WallClock clock, CancellationToken cancellation)
    {
        if (configuration.StreamBase.IsLoopback)
            return;
        TimeSpan? difference = await ClockCheck
            .MeasureAsync(EngineWiring.StreamOptions(configuration, credentials), facts.Feeds[0].Name, clock, cancellation).ConfigureAwait(false);
        if (ClockCheck.Judge(difference) is { } warning)
            Console.Error.WriteLine($"llmm: {warning}.");
    }

    private static async Task ArmSwitchAsync(ExtendedRestClient rest, RunConfiguration configuration, CancellationToken cancellation)
    {
        try
        {
            await rest.SetDeadMansSwitchAsync(TimeSpan.FromSeconds(configuration.DeadManSwitchSeconds), cancellation).ConfigureAwait(false);
        }
        catch (ExtendedException e)
        {
            throw new UserErrorException(ExitCode.Exchange, $"The dead man's switch could not be armed, so nothing is quoted: {e.Message}", e);
        }
    }

    private void Begin()
    {
        _begunNs = _clock.NowNs();
        _wiring.Start(WarmStart.Merge([.. Enumerable.Range(0, Settings.Markets.Count).Select(PastOf)]));
        Publish(() => PublishSession(_wiring.Ring, _clock.NowNs(), _account.OrderEpoch));
        Publish(_wiring.Control.ReserveNonces);
        if (_configuration.TradingEnabled)
            Publish(() => PublishCommand(OperatorAction.Start));
    }

    /// <summary>Begins or pauses trading while the session runs: a pause cancels everything, and goes on collecting and computing.</summary>
    public void SetTrading(bool isEnabled) =>
        Publish(() => PublishCommand(isEnabled ? OperatorAction.Start : OperatorAction.Pause));

    /// <summary>What a market's estimators begin with: the window that they look at, as far as it was watched.</summary>
    private IEnumerable<Event> PastOf(int market)
    {
        TradedMarket traded = Settings.Markets[market];
        long fromNs = _begunNs - traded.Quoting.WindowNs;
        IEnumerable<Event> history = _configuration.WarmStart switch
        {
            WarmStartSource.Journal => JournalHistory.ReadAll(
                _configuration.JournalDirectory, Folder, traded.Market, fromNs, Console.Error.WriteLine),
            WarmStartSource.Collected => CollectedHistory.ReadMarket(_configuration.DataDirectory, traded.Market, fromNs),
            _ => [],
        };
        bool wholeBook = traded.Quoting.IntensityMethod == IntensityMethod.DepthIntensity;
        return WarmStart.Prepare(history, (ushort)market, wholeBook, _begunNs);
    }

    private static void PublishSession(RingBuffer<Event> ring, long nowNs, long epoch)
    {
        long sequence = ring.Next(1);
        ring[sequence].Begin(EventKind.Session, EventFlags.None, 0, StreamId.Engine, nowNs);
        ring[sequence].Session.OrderEpoch = epoch;
        ring.Publish(sequence);
    }

    private long PublishCommand(OperatorAction action)
    {
        long sequence = _wiring.Ring.Next(1);
        _wiring.Ring[sequence].Begin(EventKind.OperatorCommand, EventFlags.None, 0, StreamId.Engine, _clock.NowNs());
        _wiring.Ring[sequence].OperatorCommand.Action = action;
        _wiring.Ring.Publish(sequence);
        return sequence;
    }

    /// <summary>Publishes unless the engine is dead: then there is nobody to tell, and the fault is reported at the end.</summary>
    private void Publish(Action publish)
    {
        try
        {
            if (!_wiring.Ring.IsHalted)
                publish();
        }
        catch (RingHaltedException) when (Fault is not null)
        {
            // The engine died between the question and the call.
        }
    }

    /// <summary>The core cancels its own orders first, so that its journal tells their end; what it cannot reach is cancelled after.</summary>
    private async Task LetCoreCancelAsync(CancellationToken abort)
    {
        long stop = 0;
        Publish(() => stop = PublishCommand(OperatorAction.Stop));
        long begunNs = _clock.NowNs();
        // With a dead stream the core can still cancel; with a halted ring it cannot.
        while (!_wiring.Ring.IsHalted && !abort.IsCancellationRequested && Elapsed(begunNs) < _configuration.ShutdownTimeout / 2)
        {
            EngineStatus status = Status;
            if (status.Events > stop && status.Core.PossiblyLive == 0)
                return;
            await Task.Delay(StatusPoll, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>?> CancelRestAsync(TimeSpan patience, CancellationToken abort)
    {
        TimeSpan least = _configuration.ShutdownTimeout / 4;
        try
        {
            IReadOnlyList<string>? left = abort.IsCancellationRequested
                ? null
                : await _openOrders.CancelAllAsync(patience > least ? patience : least, abort).ConfigureAwait(false);
            if (left is { Count: 0 } || !abort.IsCancellationRequested)
                return left;
            using var limit = new CancellationTokenSource(LastCallPatience);
            await _openOrders.MassCancelAsync(limit.Token).ConfigureAwait(false);
            return left;
        }
        catch (Exception e) when (e is ExtendedException or OperationCanceledException)
        {
            // Nothing is known of the orders: the caller reports that, with the exit code that says so.
            return null;
        }
    }

    private TimeSpan Elapsed(long sinceNs) => TimeSpan.FromMicroseconds((_clock.NowNs() - sinceNs) / 1e3);

    private AllocationMark Mark() => new(_wiring.Allocations(), Status.Events);
}
