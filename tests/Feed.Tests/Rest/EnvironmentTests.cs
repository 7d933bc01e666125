using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Where the exchange is reached.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public void Main_and_test_network_are_where_the_exchange_documents_them()
    {
        Assert.Equal(
            ("https://api.starknet.extended.exchange/api/v1", "wss://api.starknet.extended.exchange/stream.extended.exchange/v1", "wss://api.starknet.extended.exchange/stream.extended.exchange/v2/rpc", SigningDomain.Mainnet),
            Texts(ExtendedEnvironment.Mainnet));
        Assert.Equal(
            ("https://api.starknet.sepolia.extended.exchange/api/v1", "wss://api.starknet.sepolia.extended.exchange/stream.extended.exchange/v1", "wss://api.starknet.sepolia.extended.exchange/stream.extended.exchange/v2/rpc", SigningDomain.Testnet),
            Texts(ExtendedEnvironment.Testnet));
        Assert.Equal(ExtendedEnvironment.Mainnet.RestBase, RestOptions.For(ExtendedEnvironment.Mainnet).OrderBaseAddress);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v1", "ws://127.0.0.1:8080/stream.extended.exchange/v1")]
    [InlineData("https://host/", "https://host/api/v1", "wss://host/stream.extended.exchange/v1")]
    [InlineData("https://host/some/where/", "https://host/some/where", "wss://host/stream.extended.exchange/v1")]
    public void Any_address_will_do(string url, string rest, string streams)
    {
        ExtendedEnvironment environment = ExtendedEnvironment.ForUrl(new Uri(url));

        Assert.Equal((rest, streams), (environment.RestBase.AbsoluteUri, environment.StreamBase.AbsoluteUri));
        Assert.Null(environment.Domain);
    }

    [Theory]
    [InlineData("wss://host")]
    [InlineData("host")]
    [InlineData("http://host?key=canary")]
    [InlineData("http://canary@host")]
    public void But_it_must_be_a_plain_http_address(string url)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => ExtendedEnvironment.ForUrl(new Uri(url, UriKind.RelativeOrAbsolute)));

        Assert.DoesNotContain("canary", e.ToString(), StringComparison.Ordinal);
    }

    private static (string, string, string, SigningDomain?) Texts(ExtendedEnvironment environment) =>
        (environment.RestBase.AbsoluteUri, environment.StreamBase.AbsoluteUri, environment.RpcStream.AbsoluteUri, environment.Domain);
}
