using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Recording;
using LowLatencyMM.Simulator.Rest;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>sim</c>: the exchange stand-in alone, for any client.</summary>
internal static class SimVerb
{
    public static Command Create()
    {
        Option<int> port = Options.Whole("--port", "TCP port on 127.0.0.1; 0 for a free one.", "PORT", 0, 65_535);
        var tls = new Option<bool>("--tls") { Description = "Serve https and wss with a self-signed certificate." };
        Option<string?> data = Options.Data();
        Option<string> market = Options.Market(), tick = Options.Tick(), step = Options.Step();
        Option<double> speed = Options.Speed();
        Option<int> seed = Options.Seed();
        Option<double> answerDelay = Delay("--answer-delay-ms", "Delay of every HTTP answer.");
        Option<double> streamDelay = Delay("--stream-delay-ms", "Delay of account frames.");
        Option<double> frameDelay = Delay("--frame-delay-ms", "Delay of public frames.");
        Option<string?> markets = Text("--markets", "all, or NAME:TICK:STEP,…", "Several markets at once instead of one; all: those of the recording.");
        Option<string?> faults = Text("--faults", "SEED[:RATES]", "Inject faults from a seed; rates such as drop=0.001,stall=0.01 or a moderate mix.");
        Option<string?> assume = Text("--assume", "NAMES", "Choices where the exchange's documents are silent, such as cancel-maker.");
        Option<int> requests = Options.Whole("--requests-per-minute", "REST requests allowed; 0 for no limit.", "COUNT", 0, 1_000_000);
        Option<string?> retryAfter = Text("--retry-after", "FORM", "What a 429 says about when to come again: none, seconds or date.");
        Option<double> balance = Options.Number("--balance", "Collateral at the start.", "USD", 0, 1_000_000_000);
        balance.DefaultValueFactory = _ => 10_000;
        Option<double> funding = Options.Number("--funding-interval-sec", "Exchange time between two funding payments.", "SECONDS", 0.001, 864_000);
        funding.DefaultValueFactory = _ => 3_600;
        var variety = new Option<bool>("--variety") { Description = "Vary member order, unknown members and number text of frames and answers." };
        Option<double> burst = Options.Number("--burst", "Exchange time that passes at once: in between it stands still.", "SECONDS", 0, 60);
        var precise = new Option<bool>("--precise") { Description = "Keep the schedule to the microsecond; takes up to a core." };
        Option<string?> feedLog = Text("--feed-log", "FILE", "Note in a file when each frame should have left and when it did.");
        Option<bool> json = Options.Json();
        var command = new Command("sim", "Run the built-in exchange alone, until Ctrl-C.")
        {
            port, tls, data, market, tick, step, speed, seed, answerDelay, streamDelay, frameDelay,
            markets, faults, assume, requests, retryAfter, balance, funding, variety, burst, precise, feedLog, json,
        };
        command.SetAction(parsed => RunAsync(
            () => new SimulatorOptions
            {
                Port = parsed.GetValue(port),
                Tls = parsed.GetValue(tls),
                DataFile = parsed.GetValue(data),
                Market = parsed.GetRequiredValue(market),
                Tick = parsed.GetRequiredValue(tick),
                Step = parsed.GetRequiredValue(step),
                Speed = parsed.GetValue(speed),
                Seed = parsed.GetValue(seed),
                AnswerDelay = TimeSpan.FromMilliseconds(parsed.GetValue(answerDelay)),
                StreamDelay = TimeSpan.FromMilliseconds(parsed.GetValue(streamDelay)),
                FrameDelay = TimeSpan.FromMilliseconds(parsed.GetValue(frameDelay)),
                Markets = MarketsOf(parsed.GetValue(markets), parsed.GetValue(data)),
                FaultSeed = FaultsOf(parsed.GetValue(faults)).Seed,
                Faults = FaultsOf(parsed.GetValue(faults)).Rates,
                Assumptions = Assumptions.Parse(parsed.GetValue(assume) ?? ""),
                RequestsPerMinute = parsed.GetValue(requests),
                RetryAfter = RetryAfterOf(parsed.GetValue(retryAfter)),
                InitialBalance = (decimal)parsed.GetValue(balance),
                FundingInterval = TimeSpan.FromMilliseconds(Math.Round(parsed.GetValue(funding) * 1_000)),
                WireVariety = parsed.GetValue(variety),
                Burst = TimeSpan.FromSeconds(parsed.GetValue(burst)),
                Precise = parsed.GetValue(precise),
                FeedLog = parsed.GetValue(feedLog),
            },
            parsed.GetValue(json)));
        return command;
    }

    /// <summary>Starts a simulator; a user's mistake becomes a message.</summary>
    public static Task<SimulatorServer> StartAsync(SimulatorOptions options) => StartAsync(() => options);

    private static async Task<SimulatorServer> StartAsync(Func<SimulatorOptions> options)
    {
        try
        {
            return await SimulatorServer.StartAsync(options()).ConfigureAwait(false);
        }
        catch (SimulatorException e)
        {
            // What is wrong with the recording or the port is no wrong use.
            int exitCode = e is RecordingException or PortInUseException ? ExitCode.Failure : ExitCode.Usage;
            throw new UserErrorException(exitCode, $"The simulator could not start: {e.Message}.", e);
        }
    }

    private static async Task<int> RunAsync(Func<SimulatorOptions> options, bool json)
    {
        using var signals = new StopSignals();
        SimulatorServer server = await StartAsync(options).ConfigureAwait(false);
        Print(server, json);
        await signals.StoppedAsync().ConfigureAwait(false);
        try
        {
            await server.DisposeAsync().ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (SimulatorException e)
        {
            throw new UserErrorException(ExitCode.Failure, $"The simulator ended, but {e.Message}.", e);
        }
    }

    private static void Print(SimulatorServer server, bool json)
    {
        string? certificate = server.Certificate?.GetCertHashString(HashAlgorithmName.SHA256);
        if (json)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteString("rest", server.RestBase.ToString());
                writer.WriteString("streams", server.StreamBase.ToString());
                writer.WriteString("rpcStream", server.RpcStream.ToString());
                writer.WriteString("control", server.Control.ToString());
                writer.WriteString("markets", string.Join(',', server.Markets.Select(market => market.Name)));
                writer.WriteString("apiKey", DemoAccount.ApiKey);
                writer.WriteString("starkPublicKey", DemoAccount.StarkPublicKey);
                writer.WriteNumber("vault", DemoAccount.Vault);
                if (certificate is not null)
                    writer.WriteString("certificate", certificate);
            });
        }
        else
        {
            Console.Out.WriteLine($"REST     {server.RestBase}");
            Console.Out.WriteLine($"streams  {server.StreamBase}");
            Console.Out.WriteLine($"v2       {server.RpcStream}");
            Console.Out.WriteLine($"control  {server.Control}");
            Console.Out.WriteLine($"markets  {string.Join(", ", server.Markets.Select(market => market.Name))}");
            Console.Out.WriteLine($"API key  {DemoAccount.ApiKey}, vault {DemoAccount.Vault}, Stark key {DemoAccount.StarkPublicKey} (public test keys)");
            if (certificate is not null)
                Console.Out.WriteLine($"trust    {certificate} (SHA-256 of the certificate)");
            Console.Out.WriteLine("Ctrl-C ends it.");
        }
    }

    private static IReadOnlyList<MarketOptions> MarketsOf(string? text, string? data) => text switch
    {
        null => [],
        "all" when data is not null => RecordingSurvey.Read(data),
        "all" => SimulatorOptions.ThreeMarkets,
        _ => MarketOptions.Parse(text),
    };

    private static (int Seed, FaultRates Rates) FaultsOf(string? text)
    {
        if (text is null)
            return (1, FaultRates.None);
        string[] parts = text.Split(':', 2);
        if (!int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed))
            throw new SimulatorException($"--faults is '{text}', expected SEED or SEED:RATES with a whole number as seed");
        return (seed, parts.Length == 1 ? FaultRates.Moderate : FaultRates.Parse(parts[1]));
    }

    private static RetryAfterForm RetryAfterOf(string? text) => text switch
    {
        null or "none" => RetryAfterForm.None,
        "seconds" => RetryAfterForm.Seconds,
        "date" => RetryAfterForm.Date,
        _ => throw new SimulatorException($"--retry-after is '{text}', expected none, seconds or date"),
    };

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };

    private static Option<double> Delay(string name, string description) =>
        Options.Number(name, description, "MS", 0, 60_000);
}
