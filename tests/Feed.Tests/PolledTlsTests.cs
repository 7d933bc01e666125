using LowLatencyMM.Feed.Sockets;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

[Collection(SocketTests.Name)]
public sealed class PolledTlsTests
{
    [Fact]
    public void A_record_without_data_keeps_the_polling_thread_no_longer_than_any_other()
    {
        // After the handshake, which is when a server sends its session tickets: records, but nothing to read.
        using var polled = new ManualResetEventSlim();
        using var server = new WireServer(
            (peer, _) =>
            {
                polled.Wait();
                peer.Send("data"u8);
                peer.AwaitEnd();
            },
            tls: true);
        using WireConnection wire = WireConnection.Open(
            WireEndpoint.From(server.Http, static (_, _, _, _) => true), TimeSpan.FromSeconds(30));
        byte[] buffer = new byte[WireConnection.MinReceive];

        // The tickets are there when the socket says so; taking them must come to nothing, and come back.
        Assert.True(wire.WaitReadable(30_000));
        for (int i = 0; i < 100; i++)
            Assert.Equal(WireConnection.Nothing, wire.Receive(buffer));
        polled.Set();
        int received;
        while ((received = wire.Receive(buffer)) == WireConnection.Nothing)
            wire.WaitReadable(1_000);

        Assert.Equal("data"u8, buffer.AsSpan(0, received));
    }
}
