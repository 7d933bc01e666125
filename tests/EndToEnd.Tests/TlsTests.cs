using System.Security.Cryptography;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests;

public class TlsTests
{
    [Fact]
    public async Task Over_TLS_a_session_quotes_trades_allocates_nothing_once_warm_and_ends_the_same()
    {
        await using MarketSession session = await MarketSession.StartAsync(new SimulatorOptions { Tls = true, Speed = 3 });
        await session.UntilTwoSidedAsync();
        await session.UntilAsync("the engine is warm", core => core is { Fills: >= 3, Replaces: >= 4, Events: >= 5_000 });
        session.Engine.MarkWarm();
        long warm = session.Core.Events;
        await session.UntilAsync("fills and repricings", core => core is { Fills: >= 5, Replaces: >= 6 } && core.Events > warm + 3_000);

        (SessionSummary summary, _) = await session.EndAsync();

        Assert.Equal("https", session.Exchange.RestBase.Scheme);
        Assert.Empty(summary.Allocations);
    }

    [Fact]
    public async Task A_certificate_that_is_not_the_pinned_one_is_refused_before_any_key_is_sent()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions { Tls = true });
        using Credentials credentials = Credentials.Read(DemoKeys.Lookup);
        string other = Convert.ToHexString(SHA256.HashData("another certificate"u8));
        RunConfiguration configuration = MarketSession.Configuration(exchange, folder.Path) with { TrustedCertificate = other };

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => EngineSession.StartAsync(configuration, credentials, CancellationToken.None));

        Assert.Equal(ExitCode.Exchange, refused.ExitCode);
        Assert.Contains(exchange.RestBase.ToString(), refused.Message, StringComparison.Ordinal);
    }
}
