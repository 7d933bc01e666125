using System.Net.Security;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Streams;

/// <summary>How streams are connected.</summary>
public sealed record StreamOptions
{
    /// <summary>Base of the v1 streams, such as <c>wss://api.starknet.extended.exchange/stream.extended.exchange/v1</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>
    /// Address of the v2 service; unless set, that of the host of <see cref="BaseAddress"/>, whose last part <c>v1</c> is replaced by
    /// <c>v2/rpc</c>.
    /// </summary>
    public Uri RpcAddress
    {
        get => field ?? new Uri(BaseAddress, BaseAddress.AbsolutePath.TrimEnd('/') is var path && path.EndsWith("/v1", StringComparison.Ordinal)
            ? path[..^3] + "/v2/rpc"
            : path + "/v2/rpc");
        init;
    }

    /// <summary>Which service <see cref="ExtendedStreamClient"/> uses.</summary>
    public StreamApi Api { get; init; } = StreamApi.V1;

    /// <summary>How long the v2 service may take to confirm a subscription; what it does not understand it may not answer at all.</summary>
    public TimeSpan SubscribeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Sent as User-Agent, which the exchange demands.</summary>
    public string UserAgent { get; init; } = "LowLatencyMM/0.1";

    /// <summary>The account's API key; sent on the account stream only.</summary>
    public SecretText? ApiKey { get; init; }

    /// <summary>A connection on which nothing at all (not even a ping) arrives for this long is dead. The exchange pings every 15 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For TCP, TLS and upgrade together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First pause before a new attempt; doubled with each failure in a row, with jitter of ±50 %.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause before a new attempt.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that delivered frames for this long counts as healthy: the pauses start over.</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Seed of the jitter; each stream adds its kind, so that streams do not knock together.</summary>
    public int JitterSeed { get; init; } = Environment.ProcessId;

    /// <summary>The account's number, as the exchange gives it (not its position id); the account's topic of v2 needs it.</summary>
    public long? AccountId { get; init; }

    /// <summary>In place of the system's certificate validation (a simulator with its own certificate), or null.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    /// <summary>Address of a v1 stream.</summary>
    internal Uri AddressOf(string path) => new(BaseAddress.AbsoluteUri.TrimEnd('/') + path);
}
