using System.CommandLine;
using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Recording;

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
        Option<bool> json = Options.Json();
        var command = new Command("sim", "Run the built-in exchange alone, until Ctrl-C.")
        {
            port, tls, data, market, tick, step, speed, seed, answerDelay, streamDelay, frameDelay, json,
        };
        command.SetAction(parsed => RunAsync(
            new SimulatorOptions
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
            },
            parsed.GetValue(json)));
        return command;
    }

    /// <summary>Starts a simulator; a user's mistake becomes a message.</summary>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options)
    {
        try
        {
            return await SimulatorServer.StartAsync(options).ConfigureAwait(false);
        }
        catch (SimulatorException e)
        {
            // What is wrong with the recording or the port is no wrong use.
            int exitCode = e is RecordingException or PortInUseException ? ExitCode.Failure : ExitCode.Usage;
            throw new UserErrorException(exitCode, $"The simulator could not start: {e.Message}.", e);
        }
    }

    private static async Task<int> RunAsync(SimulatorOptions options, bool json)
    {
        using var signals = new StopSignals();
        await using SimulatorServer server = await StartAsync(options).ConfigureAwait(false);
        if (json)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteString("rest", server.RestBase.ToString());
                writer.WriteString("streams", server.StreamBase.ToString());
                writer.WriteString("apiKey", DemoAccount.ApiKey);
                writer.WriteString("starkPublicKey", DemoAccount.StarkPublicKey);
                writer.WriteNumber("vault", DemoAccount.Vault);
            });
        }
        else
        {
            Console.Out.WriteLine($"REST     {server.RestBase}");
            Console.Out.WriteLine($"streams  {server.StreamBase}");
            Console.Out.WriteLine($"API key  {DemoAccount.ApiKey}, vault {DemoAccount.Vault}, Stark key {DemoAccount.StarkPublicKey} (public test keys)");
            Console.Out.WriteLine("Ctrl-C ends it.");
        }
        await signals.StoppedAsync().ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static Option<double> Delay(string name, string description) =>
        Options.Number(name, description, "MS", 0, 60_000);
}
