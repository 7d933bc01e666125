using System.Text;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

[Collection(SocketTests.Name)]
public sealed class OrderTransportTests
{
    private const string Ok = """{"status":"OK","data":{"id":2103823146862505984,"externalId":"mm-1"}}""";
    private static readonly WallClock Clock = new();
    private static readonly byte[] Request = "POST /api/v1/user/order HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_gets_its_answer_with_token_id_and_stamps_and_frees_the_connection(bool tls)
    {
        using var server = new WireServer((peer, _) => Serve(peer, () => Answer(200, Ok)), tls);
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen);

        for (long token = 1; token <= 50; token++)
        {
            SendResult result = transport.Send(0, Request, token);
            seen.Await(s => s.Answers.Count == token);

            Assert.Equal(SendStatus.Sent, result.Status);
            OrderAnswer answer = seen.Answers[^1];
            Assert.Equal((0, token, 200, AnswerOutcome.Accepted, 0, 2103823146862505984), (answer.Connection, answer.Token, answer.HttpStatus, answer.Outcome, answer.ErrorCode, answer.OrderId));
            Assert.InRange(result.AfterSendNs, result.BeforeSendNs, Clock.NowNs());
            Assert.InRange(answer.ReceivedNs, result.BeforeSendNs, Clock.NowNs());
        }
        Assert.Empty(seen.Breaks);
    }

    public static TheoryData<string, int, AnswerOutcome, int, long> Answers => new()
    {
        { Answer(200, Ok), 200, AnswerOutcome.Accepted, 0, 2103823146862505984 },
        { Answer(200, """{"data":{"externalId":"x","id":"7"},"status":"ok"}"""), 200, AnswerOutcome.Accepted, 0, 7 },
        { Answer(200, """{"status":"OK"}"""), 200, AnswerOutcome.Accepted, 0, 0 },
        { Answer(422, """{"status":"ERROR","error":{"message":"m","debugInfo":{"a":[1]},"code":1140}}"""), 422, AnswerOutcome.Rejected, 1140, 0 },
        { Answer(200, """{"status":"ERROR","error":{"code":1134,"message":"m"}}"""), 200, AnswerOutcome.Rejected, 1134, 0 },
        { Answer(404, """{"status":"ERROR","error":{"code":"NOT_FOUND"}}"""), 404, AnswerOutcome.Rejected, OrderAnswer.CodeInWords, 0 },
        { Answer(400, """{"status":"ERROR","error":{"code":"1125"}}"""), 400, AnswerOutcome.Rejected, 1125, 0 },
        { Answer(404, ""), 404, AnswerOutcome.Rejected, 0, 0 },
        { Answer(429, "slow down"), 429, AnswerOutcome.Rejected, 0, 0 },
        { Answer(500, ""), 500, AnswerOutcome.Unknown, 0, 0 },
        { Answer(502, "<html>bad gateway</html>"), 502, AnswerOutcome.Unknown, 0, 0 },
        { Answer(500, """{"status":"ERROR","error":{"code":1006}}"""), 500, AnswerOutcome.Unknown, 1006, 0 },
        { Answer(422, """{"status":"ERROR","error":{"code":1006}}"""), 422, AnswerOutcome.Unknown, 1006, 0 },
        { Answer(500, """{"status":"ERROR","error":{"code":1140}}"""), 500, AnswerOutcome.Rejected, 1140, 0 },
        { Answer(503, """{"status":"ERROR","error":{"code":503}}"""), 503, AnswerOutcome.Unknown, 503, 0 },
        { Answer(200, """{"status":"ERROR"}"""), 200, AnswerOutcome.Rejected, 0, 0 },
        { "HTTP/1.1 200 OK\r\nConnection: TE, keep-alive\r\nContent-Length: 15\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}", 200, AnswerOutcome.Accepted, 0, 0 },
        { "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + Answer(200, Ok), 200, AnswerOutcome.Accepted, 0, 2103823146862505984 },
        { Answer(200, ""), 200, AnswerOutcome.Unknown, 0, 0 },
        { Answer(200, """{"status":"OK","data":{"id":5"""), 200, AnswerOutcome.Unknown, 0, 0 },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, AnswerOutcome.Unknown, 0, 0 },
        { "HTTP/1.1 100 Continue\r\n\r\n" + Answer(200, Ok), 200, AnswerOutcome.Accepted, 0, 2103823146862505984 },
        {
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n10;x=y\r\n{\"status\":\"OK\",\"\r\n15\r\ndata\":{\"id\":12345678}\r\n1\r\n}\r\n0\r\nTrailer: 1\r\n\r\n",
            200, AnswerOutcome.Accepted, 0, 12345678
        },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_form_of_answer_is_understood_and_the_next_request_goes_over_the_same_connection(
        string bytes, int status, AnswerOutcome outcome, int code, long id)
    {
        int connections = 0;
        using var server = new WireServer((peer, number) =>
        {
            connections = number;
            Serve(peer, () => bytes, byteByByte: true);
        });
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen);

        for (int i = 1; i <= 2; i++)
        {
            Assert.Equal(SendStatus.Sent, transport.Send(0, Request, i).Status);
            seen.Await(s => s.Answers.Count == i);
            OrderAnswer answer = seen.Answers[^1];
            Assert.Equal((i, status, outcome, code, id), (answer.Token, answer.HttpStatus, answer.Outcome, answer.ErrorCode, answer.OrderId));
        }
        Assert.Equal(1, connections);
        Assert.Empty(seen.Breaks);
    }

    [Theory]
    [InlineData("3", 3000)]
    [InlineData("Fri, 01 Jan 2100 00:00:00 GMT", int.MaxValue)]
    [InlineData("Sat, 26 Sep 2020 12:00:00 GMT", 0)]
    [InlineData("-3", 0)]
    [InlineData("soon", 0)]
    public void Retry_after_is_told_in_milliseconds(string text, int milliseconds)
    {
        using var server = new WireServer((peer, _) => Serve(peer, () => $"HTTP/1.1 429 Too Many\r\nretry-after: {text}\r\nContent-Length: 0\r\n\r\n"));
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen);

        transport.Send(0, Request, 1);
        seen.Await(s => s.Answers.Count == 1);

        Assert.Equal(milliseconds, seen.Answers[0].RetryAfterMs);
    }

    [Fact]
    public void A_429_pauses_all_that_share_the_budget_but_cancels()
    {
        using var server = new WireServer((peer, _) => Serve(peer, () => "HTTP/1.1 429 Too Many\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n"));
        var seen = new SeenAnswers();
        var budget = new RateBudget(time: new ManualTime());
        using OrderTransport<Sink> transport = Start(server, seen, o => o with { Budget = budget });

        Assert.Equal(SendStatus.Sent, transport.Send(0, Request, 1).Status);
        seen.Await(s => s.Answers.Count == 1);

        Assert.Equal(TimeSpan.FromSeconds(60), budget.TimeUntil(RequestPriority.Ordinary));
        Assert.Equal(new SendResult(SendStatus.OverBudget, 0, 0), transport.Send(0, Request, 2));
        Assert.Equal(SendStatus.Sent, transport.Send(0, Request, 3, RequestPriority.Cancel).Status);
        seen.Await(s => s.Answers.Count == 2);
        Assert.Equal([1, 3], seen.Answers.Select(answer => answer.Token));
    }

    [Fact]
    public void Every_request_is_counted_and_none_leaves_without_room()
    {
        using var server = new WireServer((peer, _) => Serve(peer, () => Answer(200, Ok)));
        var seen = new SeenAnswers();
        var budget = new RateBudget(40, cancelPercent: 20, new ManualTime());
        using OrderTransport<Sink> transport = Start(server, seen, o => o with { Budget = budget });

        for (int i = 1; i <= 8; i++)
        {
            Assert.Equal(SendStatus.Sent, transport.Send(0, Request, i).Status);
            seen.Await(s => s.Answers.Count == i);
        }

        Assert.Equal(SendStatus.OverBudget, transport.Send(0, Request, 9).Status);
        Assert.Equal(2, budget.Available);
    }

    [Fact]
    public void A_connection_that_awaits_its_answer_is_busy_while_another_is_free()
    {
        using var release = new ManualResetEventSlim();
        using var server = new WireServer((peer, _) => Serve(peer, () =>
        {
            release.Wait();
            return Answer(200, Ok);
        }));
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen, o => o with { Connections = 2 });

        Assert.Equal(SendStatus.Sent, transport.Send(0, Request, 1).Status);
        Assert.Equal(new SendResult(SendStatus.Busy, 0, 0), transport.Send(0, Request, 2));
        Assert.Equal(SendStatus.Sent, transport.Send(1, Request, 3).Status);
        release.Set();
        seen.Await(s => s.Answers.Count == 2);

        Assert.Equal([1, 3], seen.Answers.Select(answer => answer.Token).Order());
    }

    [Fact]
    public void A_break_with_a_request_under_way_names_its_token_and_the_connection_comes_back()
    {
        using var server = new WireServer((peer, number) =>
        {
            if (number > 1)
                Serve(peer, () => Answer(200, Ok));
            else
                ReadRequest(peer);
        });
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen);

        Assert.Equal(SendStatus.Sent, transport.Send(0, Request, 77).Status);
        seen.Await(s => s.Ready == 2);

        Assert.Equal((0, 77L, BreakReason.ClosedByPeer), Assert.Single(seen.Breaks));
        Assert.Equal(SendStatus.Sent, transport.Send(0, Request, 78).Status);
        seen.Await(s => s.Answers.Count == 1);
        Assert.Equal(78, seen.Answers[0].Token);
    }

    [Fact]
    public void An_answer_cut_off_in_the_middle_is_a_break_not_an_answer()
    {
        using var server = new WireServer((peer, number) =>
        {
            ReadRequest(peer);
            if (number == 1)
                peer.Send(Answer(200, Ok)[..^5]);
        });
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen);

        transport.Send(0, Request, 5);
        seen.Await(s => s.Breaks.Count > 0);

        Assert.Empty(seen.Answers);
        Assert.Equal((0, 5L, BreakReason.ClosedByPeer), seen.Breaks[0]);
    }

    [Fact]
    public void An_idle_connection_that_the_server_closes_is_made_anew_without_being_asked()
    {
        using var server = new WireServer((peer, number) =>
        {
            if (number > 1)
                Serve(peer, () => Answer(200, Ok));
        });
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen, awaitReady: 2);

        Assert.Equal((0, 0L, BreakReason.ClosedByPeer), seen.Breaks[0]);
        Assert.Equal(SendStatus.Sent, transport.Send(0, Request, 1).Status);
        seen.Await(s => s.Answers.Count == 1);
    }

    [Fact]
    public void An_answer_that_closes_the_connection_is_delivered_before_the_break()
    {
        using var server = new WireServer((peer, _) =>
        {
            ReadRequest(peer);
            peer.Send($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{Ok}");
        });
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen);

        transport.Send(0, Request, 1);
        seen.Await(s => s.Ready == 2);

        Assert.Equal(AnswerOutcome.Accepted, Assert.Single(seen.Answers).Outcome);
        Assert.Equal((0, 0L, BreakReason.ClosedByPeer), seen.Breaks[0]);
    }

    [Theory]
    [InlineData("ICY 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2xx OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n")]
    public void What_is_no_answer_breaks_the_connection_with_the_token(string bytes)
    {
        using var server = new WireServer((peer, number) => Serve(peer, () => number == 1 ? bytes : Answer(200, Ok)));
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen);

        transport.Send(0, Request, 9);
        seen.Await(s => s.Ready == 2);

        Assert.Empty(seen.Answers);
        Assert.Equal((0, 9L, BreakReason.ProtocolError), Assert.Single(seen.Breaks));
    }

    [Fact]
    public void An_answer_nobody_asked_for_is_not_taken_for_the_next_request()
    {
        using var server = new WireServer((peer, number) =>
        {
            if (number == 1)
                peer.Send(Answer(200, Ok));
            Serve(peer, () => Answer(422, ""));
        });
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen, awaitReady: 2);

        Assert.Equal((0, 0L, BreakReason.ProtocolError), Assert.Single(seen.Breaks));
        transport.Send(0, Request, 3);
        seen.Await(s => s.Answers.Count == 1);
        Assert.Equal((3, 422), (seen.Answers[0].Token, seen.Answers[0].HttpStatus));
    }

    [Fact]
    public void No_answer_in_time_breaks_the_connection_with_the_token()
    {
        using var server = new WireServer((peer, _) => peer.AwaitEnd());
        var seen = new SeenAnswers();
        using OrderTransport<Sink> transport = Start(server, seen, o => o with { AnswerTimeout = TimeSpan.FromMilliseconds(100) });

        transport.Send(0, Request, 4);
        seen.Await(s => s.Breaks.Count > 0);

        Assert.Equal((0, 4L, BreakReason.AnswerTimeout), seen.Breaks[0]);
    }

    [Fact]
    public void A_transport_that_cannot_connect_says_so_sends_nothing_and_stops()
    {
        var seen = new SeenAnswers();
        var options = new OrderTransportOptions { BaseAddress = new Uri("http://127.0.0.1:1"), Connections = 1, LastRetry = TimeSpan.FromMilliseconds(20) };
        var transport = new OrderTransport<Sink>(options, new Sink(seen), Clock);
        transport.Start();
        seen.Await(s => s.Breaks.Count >= 3);

        Assert.Equal(new SendResult(SendStatus.Broken, 0, 0), transport.Send(0, Request, 1));
        Assert.All(seen.Breaks, b => Assert.Equal((0, 0L, BreakReason.ConnectFailed), b));
        transport.Dispose();
    }

    [Fact]
    public void A_transport_that_drops_takes_every_request_for_sent_counts_it_and_never_answers()
    {
        var seen = new SeenAnswers();
        var budget = new RateBudget(8);
        using var transport = new OrderTransport<Sink>(
            new OrderTransportOptions { BaseAddress = new Uri("http://127.0.0.1:1"), Connections = 1, Drops = true, Budget = budget }, new Sink(seen), Clock);
        int available = budget.Available;
        long before = Clock.NowNs();

        SendResult first = transport.Send(0, Request, 1, RequestPriority.Cancel);
        SendResult second = transport.Send(0, Request, 2, RequestPriority.Cancel);

        Assert.Equal((SendStatus.Sent, SendStatus.Sent), (first.Status, second.Status));
        Assert.True(before <= first.BeforeSendNs && first.BeforeSendNs <= first.AfterSendNs && first.AfterSendNs <= second.BeforeSendNs);
        Assert.Equal(available - 2, budget.Available);
        transport.Touch();
        Assert.True(transport.IsReady(0));
        Assert.Equal(available - 2, budget.Available);
        transport.Stop();
        Assert.Empty(seen.Answers);
        Assert.Empty(seen.Breaks);
    }

    [Fact]
    public void Stopping_reports_a_request_under_way_as_broken()
    {
        using var server = new WireServer((peer, _) => peer.AwaitEnd());
        var seen = new SeenAnswers();
        OrderTransport<Sink> transport = Start(server, seen);
        transport.Send(0, Request, 6);

        transport.Dispose();

        Assert.Equal((0, 6L, BreakReason.Stopped), Assert.Single(seen.Breaks));
        Assert.Equal(SendStatus.Broken, transport.Send(0, Request, 7).Status);
    }

    private static string Answer(int status, string body) =>
        $"HTTP/1.1 {status} Some Words\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private static void ReadRequest(WireServer.Peer peer)
    {
        peer.ReadHead();
        peer.Read(2);
    }

    private static void Serve(WireServer.Peer peer, Func<string> answer, bool byteByByte = false)
    {
        while (true)
        {
            ReadRequest(peer);
            byte[] bytes = Encoding.UTF8.GetBytes(answer());
            for (int i = 0; byteByByte && i < bytes.Length; i++)
                peer.Send(bytes.AsSpan(i, 1));
            if (!byteByByte)
                peer.Send(bytes);
        }
    }

    private static OrderTransport<Sink> Start(
        WireServer server, SeenAnswers seen, Func<OrderTransportOptions, OrderTransportOptions>? change = null, int awaitReady = 1)
    {
        var options = new OrderTransportOptions
        {
            BaseAddress = server.Http,
            Connections = 1,
            FirstRetry = TimeSpan.FromMilliseconds(10),
            CertificateValidation = static (_, _, _, _) => true,
        };
        options = change?.Invoke(options) ?? options;
        var transport = new OrderTransport<Sink>(options, new Sink(seen), Clock);
        transport.Start();
        seen.Await(s => s.Ready >= Math.Max(awaitReady, options.Connections));
        return transport;
    }

    private sealed class SeenAnswers
    {
        private readonly List<OrderAnswer> _answers = [];
        private readonly List<(int, long, BreakReason)> _breaks = [];

        public int Ready { get; private set; }

        public IReadOnlyList<OrderAnswer> Answers
        {
            get
            {
                lock (_answers)
                    return [.. _answers];
            }
        }

        public IReadOnlyList<(int Connection, long Token, BreakReason Reason)> Breaks
        {
            get
            {
                lock (_answers)
                    return [.. _breaks];
            }
        }

        public void Tell(OrderAnswer? answer, (int, long, BreakReason)? broken)
        {
            lock (_answers)
            {
                if (answer is not null)
                    _answers.Add(answer.Value);
                else if (broken is not null)
                    _breaks.Add(broken.Value);
                else
                    Ready++;
                Monitor.PulseAll(_answers);
            }
        }

        public void Await(Func<SeenAnswers, bool> condition)
        {
            long deadline = Environment.TickCount64 + 30_000;
            lock (_answers)
            {
                while (!condition(this))
                {
                    long left = deadline - Environment.TickCount64;
                    if (left <= 0)
                        Assert.Fail($"It never came. Ready {Ready}. Answers: {string.Join(" | ", _answers)} Breaks: {string.Join(" | ", _breaks)}");
                    Monitor.Wait(_answers, (int)left);
                }
            }
        }
    }

    private readonly struct Sink(SeenAnswers seen) : IAnswerSink
    {
        public void OnAnswer(in OrderAnswer answer) => seen.Tell(answer, null);

        public void OnReady(int connection, long atNs) => seen.Tell(null, null);

        public void OnBroken(int connection, long pendingToken, BreakReason reason, long atNs) => seen.Tell(null, (connection, pendingToken, reason));
    }
}
