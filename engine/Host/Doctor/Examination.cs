using System.Diagnostics;
using System.Globalization;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Streams.Messages;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Host.Doctor;

/// <summary>Looks at everything that the engine needs before it can trade well: configuration, keys, disk, exchange, clock, latency.</summary>
public sealed class Examination
{
    /// <summary>Requests whose time is taken.</summary>
    public const int Requests = 100;

    private static readonly TimeSpan SkewWarning = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SkewLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StreamTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(10);
    private const int StreamMessages = 100;
    private const long LeastDiskBytes = 1_000_000_000;
    private const long GoodDiskBytes = 20_000_000_000;
    private const double SlowRoundTripMs = 100;

    private readonly ExtendedEnvironment _exchange;
    private readonly string? _trust;
    private readonly string? _configuration;
    private readonly string _market;
    private readonly List<CheckResult> _results = [];

    /// <param name="exchange">The exchange.</param>
    /// <param name="trust">A certificate to accept besides the system's; null for none.</param>
    /// <param name="configuration">The configuration file; null for <c>config.json</c> if there is one.</param>
    /// <param name="market">The market whose stream is watched.</param>
    public Examination(ExtendedEnvironment exchange, string? trust, string? configuration, string market)
    {
        _exchange = exchange;
        _trust = trust;
        _configuration = configuration;
        _market = market;
    }

    /// <summary>What was found, check by check.</summary>
    public IReadOnlyList<CheckResult> Results => _results;

    /// <summary>Times of the requests; null if the exchange cannot be reached.</summary>
    public RoundTrips? RoundTrips { get; private set; }

    /// <summary>The exchange's clock against ours.</summary>
    public ClockSkew Skew { get; } = new();

    /// <summary>Receive time less the exchange's time of the stream's messages, sorted, milliseconds; holds both latency and the clocks' difference.</summary>
    public IReadOnlyList<double> StreamAgesMs { get; private set; } = [];

    /// <summary>Whether the exchange answered.</summary>
    public bool IsReachable => RoundTrips is not null;

    /// <summary>Makes all checks, one after the other.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        ConfigurationFile? file = CheckConfiguration();
        CheckDisk(file);
        CheckProcessor();
        Credentials? credentials = CheckKeys();
        try
        {
            await CheckRoundTripsAsync(cancellation).ConfigureAwait(false);
            if (IsReachable)
            {
                CheckClock();
                await CheckAccountAsync(credentials, cancellation).ConfigureAwait(false);
                await CheckStreamAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            credentials?.Dispose();
        }
    }

    private ConfigurationFile? CheckConfiguration()
    {
        const string name = "configuration";
        try
        {
            ConfigurationFile? file = OptionalConfiguration.Open(_configuration);
            if (file is null)
            {
                Add(CheckResult.Warn(name, "no config.json here", "name one with --config; 'llmm config explain' tells the keys"));
                return null;
            }
            IReadOnlyList<MarketConfiguration> markets = file.Read(_exchange.RestBase, _exchange.StreamBase, SigningDomain.Testnet.ChainId).Markets;
            string found = $"makes {string.Join(", ", markets.Select(market => market.Market))}";
            Add(file.Warnings.Count == 0
                ? CheckResult.Ok(name, found)
                : CheckResult.Warn(name, $"{found}; {file.Warnings.Count} unknown key(s)", "mend or delete the keys that were named above"));
            return file;
        }
        catch (UserErrorException e)
        {
            Add(CheckResult.Fail(name, e.Message, "'llmm config check' tells the same; 'llmm config explain KEY' what is expected"));
            return null;
        }
    }

    private void CheckDisk(ConfigurationFile? file)
    {
        string folder = Path.GetFullPath(file?.Top.OptionalText("journal_directory") ?? ConfigurationTable.Get("journal_directory").Default!);
        string existing = folder;
        while (!Directory.Exists(existing))
            existing = Path.GetDirectoryName(existing)!;
        long free = new DriveInfo(existing).AvailableFreeSpace;
        string found = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:0.0} GB free for {folder}");
        Add(free < LeastDiskBytes
            ? CheckResult.Fail("disk", found, "make room: a day's journal of one market takes about 8 GB")
            : free < GoodDiskBytes
                ? CheckResult.Warn("disk", found, "a day's journal of one market takes about 8 GB")
                : CheckResult.Ok("disk", found));
    }

    private void CheckProcessor()
    {
        int cores = Environment.ProcessorCount;
        string found = $"{cores} cores, {(Stopwatch.IsHighResolution ? "high-resolution" : "coarse")} clock";
        Add(cores >= 4 ? CheckResult.Ok("processor", found) : CheckResult.Warn("processor", found, "spinning threads need a core each: keep \"waiting\" at blocking"));
    }

    private Credentials? CheckKeys()
    {
        try
        {
            Credentials credentials = Credentials.Read(EnvironmentVariables.Lookup);
            Add(CheckResult.Ok("keys", "all there, and the private key belongs to the public one"));
            return credentials;
        }
        catch (UserErrorException e)
        {
            bool noneAtAll = new[] { "API_KEY", "EXTENDED_API_KEY", "STARK_PRIVATE", "STARK_PUBLIC", "VAULT_NUMBER" }
                .All(variable => string.IsNullOrEmpty(EnvironmentVariables.Lookup(variable)));
            Add(noneAtAll
                ? CheckResult.Warn("keys", "none", "collecting and market data need none; trading needs API_KEY, STARK_PRIVATE, STARK_PUBLIC and VAULT_NUMBER")
                : CheckResult.Fail("keys", e.Message, "set it in the environment or in .env"));
            return null;
        }
    }

    private async Task CheckRoundTripsAsync(CancellationToken cancellation)
    {
        var times = new List<TimeSpan>();
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = CertificateTrust.Pinned(_trust) } };
        using var http = new HttpClient(handler) { Timeout = RequestPatience };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(EngineVersion.UserAgent);
        try
        {
            // The first one opens the connection and is not counted.
            for (int i = -1; i < Requests; i++)
            {
                DateTimeOffset sent = DateTimeOffset.UtcNow;
                long begun = Stopwatch.GetTimestamp();
                using HttpResponseMessage answer = await http.GetAsync(new Uri(_exchange.RestBase + "/info/starknet"), cancellation).ConfigureAwait(false);
                TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
                answer.EnsureSuccessStatusCode();
                if (answer.Headers.Date is { } date)
                    Skew.Add(sent, sent + elapsed, date);
                if (i >= 0)
                    times.Add(elapsed);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            Add(CheckResult.Fail("exchange", $"{_exchange.RestBase} does not answer as expected: {e.Message}", "look at the network, the address and the exchange's status page"));
            return;
        }
        RoundTrips = new RoundTrips(times);
        string found = string.Create(CultureInfo.InvariantCulture,
            $"round trip of {RoundTrips.Count} requests: min {RoundTrips.MinMs:0.0}, avg {RoundTrips.AverageMs:0.0}, p50 {RoundTrips.PercentileMs(50):0.0}, "
            + $"p90 {RoundTrips.PercentileMs(90):0.0}, p95 {RoundTrips.PercentileMs(95):0.0}, p99 {RoundTrips.PercentileMs(99):0.0} ms");
        Add(RoundTrips.PercentileMs(50) <= SlowRoundTripMs
            ? CheckResult.Ok("exchange", found)
            : CheckResult.Warn("exchange", found, "the exchange is in Tokyo (ap-northeast-1): run the engine near it"));
    }

    private void CheckClock()
    {
        const string advice = "let chrony or ntpd keep the clock";
        if (!Skew.IsKnown)
        {
            Add(CheckResult.Warn("clock", "the exchange's answers do not tell its time, or contradict each other", advice));
            return;
        }
        string found = string.Create(CultureInfo.InvariantCulture,
            $"the exchange is {Skew.AtLeast.TotalMilliseconds:+0;-0;0} to {Skew.AtMost.TotalMilliseconds:+0;-0;0} ms ahead");
        // Only what is certain counts: within the bounds the clocks may agree.
        TimeSpan certain = Skew.AtLeast > TimeSpan.Zero ? Skew.AtLeast : Skew.AtMost < TimeSpan.Zero ? -Skew.AtMost : TimeSpan.Zero;
        Add(certain > SkewLimit ? CheckResult.Fail("clock", found, advice)
            : certain > SkewWarning ? CheckResult.Warn("clock", found, advice)
            : CheckResult.Ok("clock", found));
    }

    private async Task CheckAccountAsync(Credentials? credentials, CancellationToken cancellation)
    {
        if (credentials is null)
            return;
        const string name = "account";
        try
        {
            using ExtendedRestClient rest = Rest(credentials.ApiKey);
            AccountInfo account = await rest.GetAccountAsync(cancellation).ConfigureAwait(false);
            bool isVault = account.L2Vault == credentials.Vault.ToString(CultureInfo.InvariantCulture);
            bool isKey = Felt.TryParseHex(account.L2Key, out Felt key) && key.Equals(credentials.PublicKey);
            Add(isVault && isKey
                ? CheckResult.Ok(name, $"{account.AccountId}, {account.Status}: API key, vault and Stark key belong together")
                : CheckResult.Fail(name, $"the API key belongs to another {(isVault ? "Stark key" : "vault")}", "take all keys from one sub-account of the exchange's API page"));
        }
        catch (ExtendedException e)
        {
            Add(CheckResult.Fail(name, e.Message, "look at API_KEY and at EXTENDED_ENV: each exchange has its own keys"));
        }
    }

    private async Task CheckStreamAsync(CancellationToken cancellation)
    {
        const string name = "stream";
        var ages = new List<double>();
        long begun = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(StreamTime);
        await using var client = new ExtendedStreamClient(new StreamOptions
        {
            BaseAddress = _exchange.StreamBase,
            UserAgent = EngineVersion.UserAgent,
            CertificateValidation = CertificateTrust.Pinned(_trust),
        });
        try
        {
            await foreach (StreamMessage<Feed.Streams.Messages.BestBidAsk> message in client.BestBidAsk(_market, end.Token).ConfigureAwait(false))
            {
                if (message is not StreamData<Feed.Streams.Messages.BestBidAsk> data)
                    continue;
                first ??= Stopwatch.GetElapsedTime(begun);
                ages.Add((data.AtNs / 1e6) - data.ExchangeMs);
                if (ages.Count == StreamMessages)
                    break;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over; what came counts.
        }
        catch (ExtendedException e)
        {
            Add(CheckResult.Fail(name, e.Message, $"is {_market} traded, and do proxies let WebSockets through?"));
            return;
        }
        StreamAgesMs = [.. ages.Order()];
        if (first is not { } after)
        {
            Add(CheckResult.Fail(name, $"no best bid or ask of {_market} within {StreamTime.TotalSeconds:0} s", "is it traded, and do proxies let WebSockets through?"));
            return;
        }
        Add(CheckResult.Ok(name, string.Create(CultureInfo.InvariantCulture,
            $"{_market}: first message after {after.TotalMilliseconds:0} ms; {ages.Count} messages, received {StreamAgesMs[0]:+0.0;-0.0;0.0} (least) and {StreamAgesMs[ages.Count / 2]:+0.0;-0.0;0.0} ms (median) after the exchange's time of them, clocks as they are")));
    }

    private ExtendedRestClient Rest(SecretText apiKey) => new(
        RestOptions.For(_exchange, apiKey) with { UserAgent = EngineVersion.UserAgent, CertificateValidation = CertificateTrust.Pinned(_trust) }, new WallClock());

    private void Add(CheckResult result) => _results.Add(result);
}
