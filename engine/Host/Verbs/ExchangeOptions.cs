using System.CommandLine;
using LowLatencyMM.Feed;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Verbs;

/// <summary>Which exchange a verb talks to: <c>--testnet</c>, <c>--url</c>, <c>--stream-url</c>, <c>--trust</c>; else what <c>EXTENDED_ENV</c> names.</summary>
internal sealed class ExchangeOptions
{
    private readonly Option<bool> _testnet = new("--testnet") { Description = "The exchange's testnet; otherwise what EXTENDED_ENV names, else mainnet." };
    private readonly Option<string?> _url = new("--url") { Description = "REST base of another exchange, e.g. a simulator's.", HelpName = "URL" };
    private readonly Option<string?> _streams = new("--stream-url") { Description = "Its stream base, if that is not on the same host.", HelpName = "URL" };
    private readonly Option<string?> _trust = new("--trust") { Description = "SHA-256 thumbprint of a certificate to accept besides the system's.", HelpName = "HEX" };

    /// <summary>Adds the options to a verb.</summary>
    public ExchangeOptions(Command command)
    {
        command.Add(_testnet);
        command.Add(_url);
        command.Add(_streams);
        command.Add(_trust);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_streams) is not null && result.GetValue(_url) is null)
                result.AddError("--stream-url is given together with --url.");
            if (result.GetValue(_testnet) && result.GetValue(_url) is not null)
                result.AddError("--testnet and --url name two exchanges, expected one.");
        });
    }

    /// <summary>The exchange that the options name.</summary>
    /// <exception cref="UserErrorException">An address is malformed, or <c>EXTENDED_ENV</c> names no exchange.</exception>
    public ExtendedEnvironment Exchange(ParseResult parsed)
    {
        if (parsed.GetValue(_url) is not { } url)
            return parsed.GetValue(_testnet) ? ExtendedEnvironment.Testnet : Named(EnvironmentVariables.Lookup("EXTENDED_ENV"));
        ExtendedEnvironment exchange = ExtendedEnvironment.ForUrl(Address("--url", url, "http", "https"));
        return parsed.GetValue(_streams) is { } streams ? exchange with { StreamBase = Address("--stream-url", streams, "ws", "wss") } : exchange;
    }

    /// <summary>The certificate to accept besides the system's; null for none.</summary>
    public string? Trust(ParseResult parsed) => parsed.GetValue(_trust);

    /// <summary>An address given on the command line.</summary>
    /// <exception cref="UserErrorException">It is none, or of another kind.</exception>
    public static Uri Address(string option, string text, params string[] schemes)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && schemes.Contains(address.Scheme)
            && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0)
        {
            return new Uri(text.TrimEnd('/'));
        }
        throw new UserErrorException(ExitCode.Usage, $"{option} is \"{text}\", expected an address beginning with {string.Join(":// or ", schemes)}://.");
    }

    private static ExtendedEnvironment Named(string? environment) => environment?.ToLowerInvariant() switch
    {
        null or "" or "mainnet" => ExtendedEnvironment.Mainnet,
        "testnet" => ExtendedEnvironment.Testnet,
        _ => throw new UserErrorException(ExitCode.Configuration, $"EXTENDED_ENV is \"{environment}\", expected mainnet or testnet."),
    };
}
