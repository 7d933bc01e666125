using System.Net;
using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests.Sockets;

public sealed class ServerStartTests
{
    [Fact]
    public async Task A_port_that_is_in_use_is_named()
    {
        await using SimulatorServer first = await SimulatorServer.StartAsync(new SimulatorOptions());

        PortInUseException e = await Assert.ThrowsAsync<PortInUseException>(
            () => SimulatorServer.StartAsync(new SimulatorOptions { Port = first.Port }));

        Assert.Equal(first.Port, e.Port);
        Assert.Contains($"port {first.Port} on 127.0.0.1 is in use", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_tls_both_rest_and_streams_are_served_under_the_generated_certificate()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Tls = true });
        using RestClient rest = new(server);
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");

        Assert.Equal("https", server.RestBase.Scheme);
        Assert.Equal("wss", server.StreamBase.Scheme);
        Assert.Equal(HttpStatusCode.OK, (await rest.SendAsync(HttpMethod.Get, "/info/markets")).Status);
        Assert.Equal("SNAPSHOT", (await stream.NextAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task With_tls_every_stream_the_v2_connection_and_orders_work_as_without()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Tls = true, Speed = 5 });
        using RestClient rest = new(server);
        string[] paths =
        [
            "/orderbooks", "/orderbooks/BTC-USD?depth=1", "/publicTrades/BTC-USD", "/prices/mark", "/prices/index/BTC-USD",
            "/candles/BTC-USD/trades?interval=PT1M",
        ];
        foreach (string path in paths)
        {
            using StreamClient stream = await StreamClient.ConnectAsync(server, path);
            Assert.Equal(1, (await stream.NextAsync()).GetProperty("seq").GetInt64());
        }
        using StreamClient account = await StreamClient.ConnectAccountAsync(server);
        using StreamClient rpc = await StreamClient.ConnectRpcAsync(server);
        await rpc.SendAsync("""{"id":1,"method":"subscribe","params":{"scope":"orderbooks","selector":{"market":null}}}""");
        await rpc.NextAsync();
        long id = await rest.PlaceAsync(new OrderDraft { ExpiryMs = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds() });

        Assert.Equal("wss", server.RpcStream.Scheme);
        Assert.Equal("ORDERBOOKS.SNAPSHOT", (await rpc.NextAsync()).GetProperty("type").GetString());
        Assert.Contains(await account.UntilAsync(frame => frame.GetRawText().Contains($"{id}", StringComparison.Ordinal)),
            frame => frame.GetProperty("type").GetString() == "ORDER");
        Assert.Equal(HttpStatusCode.OK, (await rest.SendAsync(HttpMethod.Delete, $"/user/order/{id}")).Status);
        await server.Faults.HalfCloseStreamAsync(StreamKind.Account);
        while (await account.NextTextAsync() is not null)
        {
            // Frames that were on their way.
        }
    }

    [Fact]
    public async Task Stopping_ends_the_streams()
    {
        SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        await stream.NextAsync();

        await server.DisposeAsync();
        while (await stream.NextTextAsync() is not null)
        {
            // Frames that were on their way.
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(server.GetStateAsync);
    }

    [Fact]
    public async Task Exchange_time_starts_where_it_is_told_and_runs_at_the_speed()
    {
        DateTimeOffset start = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { StartTime = start, Speed = 50 });
        using StreamClient mark = await StreamClient.ConnectAsync(server, "/prices/mark");

        JsonElement first = await mark.NextAsync();

        Assert.Equal(0, (first.GetProperty("ts").GetInt64() - start.ToUnixTimeMilliseconds()) % 1_000);
        Assert.InRange(first.GetProperty("ts").GetInt64() - start.ToUnixTimeMilliseconds(), 1_000, 3_600_000);
    }

    public static TheoryData<string, SimulatorOptions> BadOptions => new()
    {
        { "port is 70000", new SimulatorOptions { Port = 70_000 } },
        { "speed is 0", new SimulatorOptions { Speed = 0 } },
        { "speed is NaN", new SimulatorOptions { Speed = double.NaN } },
        { "tick is 'x'", new SimulatorOptions { Tick = "x" } },
        { "step is '0.0000001'", new SimulatorOptions { Step = "0.0000001" } },
        { "market is 'BTCUSD'", new SimulatorOptions { Market = "BTCUSD" } },
        { "/nowhere/x.gz: no such file", new SimulatorOptions { DataFile = "/nowhere/x.gz" } },
        { "expected a multiple of the tick 1", new SimulatorOptions { Tick = "1" } },
        { "no book of ETH-USD", new SimulatorOptions { Market = "ETH-USD" } },
        { "start time", new SimulatorOptions { StartTime = DateTimeOffset.UnixEpoch } },
        { "a delay is negative", new SimulatorOptions { FrameDelay = TimeSpan.FromSeconds(-1) } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task An_option_that_cannot_be_used_is_named(string problem, SimulatorOptions options)
    {
        SimulatorException e = await Assert.ThrowsAnyAsync<SimulatorException>(() => SimulatorServer.StartAsync(options));

        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }
}
