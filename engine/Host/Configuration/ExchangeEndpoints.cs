namespace LowLatencyMM.Host.Configuration;

/// <summary>Where an exchange is, and which chain its orders are signed for.</summary>
/// <param name="Rest">REST base, without a slash at the end.</param>
/// <param name="Streams">Stream base, without a slash at the end.</param>
/// <param name="ChainId">The signing domain's chain id.</param>
public sealed record ExchangeEndpoints(Uri Rest, Uri Streams, string ChainId)
{
    private const string StreamPath = "/stream.extended.exchange/v1";

    /// <summary>The exchange itself.</summary>
    public static ExchangeEndpoints Mainnet { get; } = On("api.starknet.extended.exchange", "SN_MAIN");

    /// <summary>The exchange's test network.</summary>
    public static ExchangeEndpoints Testnet { get; } = On("api.starknet.sepolia.extended.exchange", "SN_SEPOLIA");

    /// <summary>What <c>EXTENDED_ENV</c> names; mainnet if it is not set.</summary>
    /// <exception cref="UserErrorException">It names neither.</exception>
    public static ExchangeEndpoints Named(string? environment) => environment?.ToLowerInvariant() switch
    {
        null or "" or "mainnet" => Mainnet,
        "testnet" => Testnet,
        _ => throw new UserErrorException(ExitCode.Configuration, $"EXTENDED_ENV is \"{environment}\", expected mainnet or testnet."),
    };

    /// <summary>The same chain at other addresses. Without a stream address, it is the REST address's host with the exchange's stream path.</summary>
    public ExchangeEndpoints At(Uri rest, Uri? streams) => this with
    {
        Rest = rest,
        Streams = streams ?? new Uri($"{(rest.Scheme == Uri.UriSchemeHttps ? "wss" : "ws")}://{rest.Authority}{StreamPath}"),
    };

    private static ExchangeEndpoints On(string host, string chainId) =>
        new(new Uri($"https://{host}/api/v1"), new Uri($"wss://{host}{StreamPath}"), chainId);
}
