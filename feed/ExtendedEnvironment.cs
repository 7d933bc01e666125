using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed;

/// <summary>Where one instance of the exchange is reached, and what its orders are signed for.</summary>
public sealed record ExtendedEnvironment
{
    private const string RestPath = "/api/v1";
    private const string StreamPath = "/stream.extended.exchange";

    /// <summary>The main network.</summary>
    public static ExtendedEnvironment Mainnet { get; } =
        At("mainnet", new Uri("https://api.starknet.extended.exchange" + RestPath), SigningDomain.Mainnet);

    /// <summary>The test network (Sepolia).</summary>
    public static ExtendedEnvironment Testnet { get; } =
        At("testnet", new Uri("https://api.starknet.sepolia.extended.exchange" + RestPath), SigningDomain.Testnet);

    /// <summary>What a person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Base of the REST service, without a slash at the end.</summary>
    public required Uri RestBase { get; init; }

    /// <summary>Base of the REST service for orders, cancels and the dead man's switch; today the same as <see cref="RestBase"/>.</summary>
    public required Uri OrderBase { get; init; }

    /// <summary>Base of the v1 streams, without a slash at the end.</summary>
    public required Uri StreamBase { get; init; }

    /// <summary>Address of the v2 stream, which carries many topics on one connection.</summary>
    public required Uri RpcStream { get; init; }

    /// <summary>What orders are signed for; null: <c>GET /info/starknet</c> tells.</summary>
    public SigningDomain? Domain { get; init; }

    /// <summary>The exchange, or a stand-in, at any address.</summary>
    /// <param name="url">
    /// <c>http(s)://host[:port]</c>, to which <c>/api/v1</c> is added, or a whole REST base with its path. The streams are expected at the same host, in the
    /// exchange's own folders.
    /// </param>
    /// <exception cref="ArgumentException">Not an absolute http or https address, or one with a query or a user.</exception>
    public static ExtendedEnvironment ForUrl(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            throw new ArgumentException("http:// or https://, a host, and perhaps a port and a path are expected (the address is not shown).", nameof(url));
        string path = url.AbsolutePath.TrimEnd('/');
        return At(url.Authority, new Uri(url.GetLeftPart(UriPartial.Authority) + (path.Length == 0 ? RestPath : path)), domain: null);
    }

    private static ExtendedEnvironment At(string name, Uri restBase, SigningDomain? domain)
    {
        string streams = (restBase.Scheme == "https" ? "wss://" : "ws://") + restBase.Authority + StreamPath;
        return new ExtendedEnvironment
        {
            Name = name,
            RestBase = restBase,
            OrderBase = restBase,
            StreamBase = new Uri(streams + "/v1"),
            RpcStream = new Uri(streams + "/v2/rpc"),
            Domain = domain,
        };
    }
}
