using System.CommandLine;
using LowLatencyMM.Feed;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>run</c>: the engine against an exchange, with keys from the environment or a <c>.env</c> file.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The configuration file.", HelpName = "FILE", Required = true };
        var url = new Option<string?>("--url") { Description = "REST base instead of the testnet's.", HelpName = "URL" };
        var streams = new Option<string?>("--stream-url") { Description = "Stream base; needed with --url.", HelpName = "URL" };
        var certificate = new Option<string?>("--trust") { Description = "SHA-256 thumbprint of a certificate to accept besides the system's.", HelpName = "HEX" };
        var journal = new Option<string?>("--journal") { Description = "Folder of sessions, instead of the configuration's.", HelpName = "DIR" };
        Option<bool> json = Options.Json();
        var command = new Command("run", "Make markets on an exchange, until Ctrl-C.") { config, url, streams, certificate, journal, json };
        command.Aliases.Add("market_maker_bot");
        command.Validators.Add(result =>
        {
            if (result.GetValue(url) is null != result.GetValue(streams) is null)
                result.AddError("--url and --stream-url are given together.");
        });
        command.SetAction(parsed =>
        {
            RequireTestnet();
            Uri rest = parsed.GetValue(url) is { } restText ? ExchangeOptions.Address("--url", restText, "http", "https") : ExtendedEnvironment.Testnet.RestBase;
            Uri stream = parsed.GetValue(streams) is { } streamText ? ExchangeOptions.Address("--stream-url", streamText, "ws", "wss") : ExtendedEnvironment.Testnet.StreamBase;
            ConfigurationFile file = ConfigurationFile.Open(parsed.GetRequiredValue(config));
            foreach (string warning in file.Warnings)
                Console.Error.WriteLine($"llmm: {warning}");
            RunConfiguration configuration = file.Read(rest, stream, SigningDomain.Testnet.ChainId);
            return RunAsync(
                configuration with
                {
                    JournalDirectory = parsed.GetValue(journal) ?? configuration.JournalDirectory,
                    TrustedCertificate = parsed.GetValue(certificate),
                },
                parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> RunAsync(RunConfiguration configuration, bool json)
    {
        using var signals = new StopSignals();
        using Credentials credentials = Credentials.Read(EnvironmentVariables.Lookup);
        return (await SessionRun.RunAsync(configuration, credentials, null, json, signals).ConfigureAwait(false)).ExitCode;
    }

    private static void RequireTestnet()
    {
        string environment = EnvironmentVariables.Lookup("EXTENDED_ENV") ?? "mainnet";
        if (!environment.Equals("testnet", StringComparison.OrdinalIgnoreCase))
        {
            throw new UserErrorException(ExitCode.Configuration,
                $"EXTENDED_ENV is \"{environment}\", expected \"testnet\": this version refuses mainnet until limits and reconciliation are complete.");
        }
    }
}
