using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

/// <summary>Our WebSocket client against the npm package ws.</summary>
[Collection(SocketTests.Name)]
public sealed class NpmWsInteropTests : IClassFixture<NpmWsInteropTests.Server>
{
    private const int NoStatus = 1005;
    private const int Abnormal = 1006;
    private readonly Server _server;

    public NpmWsInteropTests(Server server) => _server = server;

    [SkippableTheory]
    [InlineData("plain", WaitMode.Blocking)]
    [InlineData("plain", WaitMode.Spinning)]
    [InlineData("fragments", WaitMode.Yielding)]
    [InlineData("drip", WaitMode.Blocking)]
    [InlineData("drip", WaitMode.Spinning)]
    [InlineData("longest", WaitMode.Blocking)]
    public void Frames_in_any_packing_arrive_whole_and_pings_are_answered(string act, WaitMode mode)
    {
        // A server each, as it counts the visits of an act.
        using NodeServer server = NodeServer.Start();
        var seen = new Seen();

        using (Run(server, act, seen, mode))
        {
            seen.Await(s => s.Lines.Count == 2);
            if (act == "fragments")
            {
                server.Await(report => report is { Event: "pong", Text: "one" });
                server.Await(report => report is { Event: "pong", Text: "two" });
            }
            else if (act == "drip")
            {
                server.Await(report => report is { Event: "pong", Text: "between" });
            }
        }

        Assert.Equal("book snapshot b[ 84077=40182] a[ 84078=281690]", seen.Lines[0]);
        Assert.Equal("book delta b[ 84070=50500] a[]", seen.Lines[1]);
        Assert.Equal(1000, server.Await(report => report.Event == "close").Code);
        Assert.Equal(DisconnectReason.Stopped, seen.Changes[^1].Reason);
    }

    [SkippableTheory]
    [InlineData("oversize", DisconnectReason.MessageTooLarge, 1009)]
    [InlineData("oversizeInParts", DisconnectReason.MessageTooLarge, 1009)]
    [InlineData("masked", DisconnectReason.ProtocolError, 1002)]
    [InlineData("reservedBit", DisconnectReason.ProtocolError, 1002)]
    [InlineData("opcode3", DisconnectReason.ProtocolError, 1002)]
    [InlineData("opcode11", DisconnectReason.ProtocolError, 1002)]
    [InlineData("longPing", DisconnectReason.ProtocolError, 1002)]
    [InlineData("fragmentedPing", DisconnectReason.ProtocolError, 1002)]
    [InlineData("orphan", DisconnectReason.ProtocolError, 1002)]
    [InlineData("interleaved", DisconnectReason.ProtocolError, 1002)]
    [InlineData("longLength", DisconnectReason.ProtocolError, 1002)]
    [InlineData("notUtf8", DisconnectReason.ProtocolError, 1007)]
    [InlineData("closeOfOneByte", DisconnectReason.ProtocolError, 1002)]
    [InlineData("closeWith1006", DisconnectReason.ProtocolError, 1002)]
    [InlineData("closeWithoutCode", DisconnectReason.ClosedByPeer, 1000)]
    [InlineData("goingAway", DisconnectReason.ClosedByPeer, 1001)]
    [InlineData("abrupt", DisconnectReason.Broken, Abnormal)]
    [InlineData("wrongAccept", DisconnectReason.ConnectFailed, 0)]
    public void What_breaks_the_protocol_is_refused_with_its_code_and_the_stream_comes_back(string act, DisconnectReason reason, int code)
    {
        NodeServer server = _server.Node;
        var seen = new Seen();

        using (Run(server, act, seen, WaitMode.Blocking))
            seen.Await(s => s.Lines.Count == 1);

        ConnectionChange lost = seen.Changes.First(change => change.State == ConnectionState.Disconnected);
        Assert.Equal(reason, lost.Reason);
        Assert.Equal(2, seen.Headers[0].Epoch);
        if (act == "goingAway")
            Assert.Equal(1001, lost.CloseCode);
        if (act == "closeWithoutCode")
            Assert.Equal(NoStatus, lost.CloseCode);
        if (code == 0)
            return;
        Assert.Equal(code, server.Await(report => report.Name == act && report is { Visit: 1, Event: "close" }).Code);
    }

    [SkippableFact]
    public void A_character_split_between_fragments_is_whole_again()
    {
        var seen = new Seen();

        // A JSON text of one word: good UTF-8, and no frame of the exchange.
        using (Run(_server.Node, "splitCharacter", seen, WaitMode.Blocking))
            seen.Await(s => s.Lines.Count == 1);

        Assert.Equal(RejectionReason.WrongType, Assert.Single(seen.Rejections).Reason);
    }

    private static StreamThread Run(NodeServer server, string act, Seen seen, WaitMode mode)
    {
        var options = new StreamOptions
        {
            BaseAddress = new Uri($"ws://127.0.0.1:{server.Port}/{act}"),
            FirstRetry = TimeSpan.FromMilliseconds(10),
        };
        ExtendedStream stream = ExtendedStreams.MarketData(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen), options, new WallClock());
        var thread = new StreamThread("ws", mode, [stream]);
        thread.Start();
        return thread;
    }

    /// <summary>One server for all tests that want one visit of each act.</summary>
    public sealed class Server : IDisposable
    {
        private NodeServer? _node;

        internal NodeServer Node => _node ??= NodeServer.Start();

        public void Dispose() => _node?.Dispose();
    }
}
