using System.CommandLine;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Host.Verbs;

/// <summary>What a verb that talks to an exchange is given: the parsed line, the exchange, a client, and the keys that it asked for.</summary>
internal sealed class ExchangeCall : IDisposable
{
    private readonly SecretText? _apiKey;
    private readonly string? _trust;

    private ExchangeCall(ParseResult parsed, ExtendedEnvironment exchange, string? trust, bool json, SecretText? apiKey, Credentials? credentials)
    {
        _apiKey = apiKey;
        _trust = trust;
        Parsed = parsed;
        Exchange = exchange;
        Json = json;
        Keys = credentials;
        Rest = new ExtendedRestClient(
            RestOptions.For(exchange, apiKey ?? credentials?.ApiKey) with
            {
                UserAgent = EngineVersion.UserAgent,
                CertificateValidation = CertificateTrust.Pinned(trust),
            },
            new WallClock());
    }

    /// <summary>The command line.</summary>
    public ParseResult Parsed { get; }

    /// <summary>The exchange.</summary>
    public ExtendedEnvironment Exchange { get; }

    /// <summary>Its REST service.</summary>
    public ExtendedRestClient Rest { get; }

    /// <summary>All keys, if the verb signs.</summary>
    public Credentials? Keys { get; }

    /// <summary>Print one JSON object instead of text.</summary>
    public bool Json { get; }

    /// <summary>How to connect to its public streams.</summary>
    public StreamOptions Streams => new()
    {
        BaseAddress = Exchange.StreamBase,
        UserAgent = EngineVersion.UserAgent,
        CertificateValidation = CertificateTrust.Pinned(_trust),
    };

    /// <summary>Makes a verb that talks to an exchange; a failed call becomes the user's message.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="need">Which keys it needs.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="run">Does it; gives the exit code.</param>
    public static Command Verb(string name, string description, KeyNeed need, IReadOnlyList<Symbol> symbols, Func<ExchangeCall, Task<int>> run)
    {
        var command = new Command(name, description);
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }
        Option<bool> json = Options.Json();
        command.Add(json);
        var exchange = new ExchangeOptions(command);
        command.SetAction(async parsed =>
        {
            ExtendedEnvironment named = exchange.Exchange(parsed);
            using Credentials? credentials = need == KeyNeed.Signing ? Credentials.Read(EnvironmentVariables.Lookup) : null;
            SecretText? apiKey = need == KeyNeed.ApiKey ? Credentials.ReadApiKey(EnvironmentVariables.Lookup) : null;
            using var call = new ExchangeCall(parsed, named, exchange.Trust(parsed), parsed.GetValue(json), apiKey, credentials);
            try
            {
                return await run(call).ConfigureAwait(false);
            }
            catch (ExtendedException e)
            {
                throw ExchangeErrors.Explain(e, named);
            }
        });
        return command;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rest.Dispose();
        _apiKey?.Dispose();
    }
}
