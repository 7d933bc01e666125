using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Rest;

namespace LowLatencyMM.Simulator.Tests.Sockets;

public sealed class FaultPlanTests
{
    [Fact]
    public async Task Every_hole_in_seq_is_in_the_log_with_its_connection_topic_and_number()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Speed = 20, Faults = new FaultRates { DropFrame = 0.1 }, FaultSeed = 7 });
        using StreamClient first = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        using StreamClient second = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD?depth=1");

        (List<long> ofFirst, long lastOfFirst) = await HolesAsync(first, frames: 150);
        (List<long> ofSecond, long lastOfSecond) = await HolesAsync(second, frames: 150);

        Assert.True(ofFirst.Count > 3 && ofSecond.Count > 3, $"{ofFirst.Count} and {ofSecond.Count} holes");
        Assert.Equal(ofFirst, Logged(server, 1, "orderbooks/BTC-USD").Where(seq => seq < lastOfFirst));
        Assert.Equal(ofSecond, Logged(server, 2, "orderbooks/BTC-USD?depth=1").Where(seq => seq < lastOfSecond));
    }

    [Fact]
    public async Task The_same_seed_leaves_out_the_same_frames_of_a_connection()
    {
        List<long>[] runs = [await RunAsync(7), await RunAsync(7), await RunAsync(8)];

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);

        static async Task<List<long>> RunAsync(int seed)
        {
            await using SimulatorServer server = await SimulatorServer.StartAsync(
                new SimulatorOptions { Speed = 50, Faults = new FaultRates { DropFrame = 0.1 }, FaultSeed = seed });
            using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
            long last = 0;
            while (last < 80)
                last = (await stream.NextAsync()).GetProperty("seq").GetInt64();
            return [.. Logged(server, 1, "orderbooks/BTC-USD").Where(seq => seq < 80)];
        }
    }

    [Fact]
    public async Task Streams_break_half_close_and_stall_until_the_plan_is_paused()
    {
        FaultRates rates = new() { Break = 0.1, HalfClose = 0.1, Stall = 0.1, LongestStallSeconds = 2 };
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Speed = 20, Faults = rates, Markets = SimulatorOptions.ThreeMarkets });
        HashSet<FaultKind> seen = [];
        while (seen.Count < 3)
        {
            using StreamClient stream = await StreamClient.ConnectAsync(server, "/prices/mark");
            while (await stream.NextTextAsync() is not null)
            {
                // Until the plan ends the connection one way or the other.
            }
            seen.UnionWith(server.Faults.Log.Read().Select(fault => fault.Kind));
        }
        server.Faults.PlanPaused = true;
        int before = server.Faults.Log.Read().Count;
        using StreamClient last = await StreamClient.ConnectAsync(server, "/prices/mark");
        for (int seq = 1; seq <= 150; seq++)
            Assert.Equal(seq, (await last.NextAsync()).GetProperty("seq").GetInt64());

        Assert.Equal([FaultKind.StreamStalled, FaultKind.StreamHalfClosed, FaultKind.StreamBroken], seen.Order());
        Assert.Equal(before, server.Faults.Log.Read().Count);
        Assert.All(server.Faults.Log.Read().Where(fault => fault.Kind == FaultKind.StreamStalled),
            fault => Assert.InRange(fault.Duration.TotalSeconds, 1, 2));
    }

    [Fact]
    public async Task What_a_client_saw_of_its_requests_is_what_the_log_says()
    {
        FaultRates rates = new()
        {
            TooManyRequests = 0.1,
            ServerError = 0.15,
            LoseRequest = 0.1,
            LoseAnswer = 0.1,
            DelayAnswer = 0.1,
            LongestDelayMs = 5,
        };
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Faults = rates, FaultSeed = 3, RetryAfter = RetryAfterForm.Seconds });
        using RestClient rest = new(server);
        Dictionary<string, string> outcomes = [];
        for (int i = 0; i < 80; i++)
        {
            OrderDraft order = new();
            outcomes[order.Id] = await OutcomeAsync(rest, order);
        }
        HashSet<string> placed = [.. (await server.GetStateAsync()).OpenOrders.Select(order => order.ExternalId)];
        ILookup<string, FaultKind> logged = server.Faults.Log.Read().ToLookup(fault => fault.Target.Split(' ')[^1], fault => fault.Kind);

        Assert.Equal(5, server.Faults.Log.Read().Select(fault => fault.Kind).Distinct().Count());
        foreach ((string id, string outcome) in outcomes)
        {
            FaultKind? fault = logged[id].Cast<FaultKind?>().SingleOrDefault();
            string expected = fault switch
            {
                FaultKind.TooManyRequests => "429",
                FaultKind.ServerError => "5xx",
                FaultKind.RequestLost or FaultKind.AnswerLost => "lost",
                _ => "200",
            };
            Assert.Equal(expected, outcome);
            Assert.Equal(fault is null or FaultKind.AnswerLost or FaultKind.AnswerDelayed, placed.Contains(id));
        }
    }

    [Fact]
    public async Task A_half_closed_stream_ends_without_a_closing_handshake_and_the_clients_side_stays_open()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync("GET /stream.extended.exchange/v1/funding/BTC-USD HTTP/1.1\r\nHost: x\r\nUser-Agent: tests\r\nConnection: Upgrade\r\n"u8
            .ToArray());
        await stream.WriteAsync("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"u8.ToArray());
        while (await server.CountSubscribersAsync(StreamKind.Funding) == 0)
            await Task.Delay(10);

        await server.Faults.HalfCloseStreamAsync(StreamKind.Funding);
        using MemoryStream received = new();
        await stream.CopyToAsync(received);
        int open = await server.CountSubscribersAsync(StreamKind.Funding);
        client.Close();
        while (await server.CountSubscribersAsync(StreamKind.Funding) > 0)
            await Task.Delay(10);

        string text = System.Text.Encoding.ASCII.GetString(received.ToArray());
        Assert.StartsWith("HTTP/1.1 101", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", text, StringComparison.Ordinal);
        Assert.Equal(1, open);
        Assert.Equal(FaultKind.StreamHalfClosed, Assert.Single(server.Faults.Log.Read()).Kind);
    }

    [Theory]
    [InlineData(RetryAfterForm.Seconds)]
    [InlineData(RetryAfterForm.Date)]
    public async Task A_429_says_when_to_come_again_in_the_form_chosen(RetryAfterForm form)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { RequestsPerMinute = 1, SlidingRateWindow = true, RetryAfter = form });
        using HttpClient http = new();
        http.DefaultRequestHeaders.Add("User-Agent", "tests");
        using HttpResponseMessage first = await http.GetAsync(server.RestBase + "/info/starknet");
        using HttpResponseMessage second = await http.GetAsync(server.RestBase + "/info/starknet");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        Assert.Equal(form == RetryAfterForm.Seconds, second.Headers.RetryAfter!.Delta is { TotalSeconds: > 0 and <= 60 });
        Assert.Equal(form == RetryAfterForm.Date, second.Headers.RetryAfter.Date > DateTimeOffset.UtcNow.AddSeconds(-2));
        Assert.Equal("GET /info/starknet", Assert.Single(server.Faults.Log.Read()).Target);
    }

    [Fact]
    public async Task Another_process_switches_modes_injects_faults_and_reads_the_log_over_http()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());
        using RestClient rest = new(server);
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        await stream.NextAsync();
        using HttpClient http = new();
        string control = $"http://127.0.0.1:{server.Port}/control";

        HttpStatusCode[] statuses =
        [
            await PostAsync("/mode?mode=exchangeReduceOnly"),
            await PostAsync("/streams/book/drop?count=2"),
            await PostAsync("/orders/refuse?code=1140"),
            await PostAsync("/mode?mode=weekend"),
            await PostAsync("/streams/book/tickle"),
        ];
        (_, int refused) = await rest.RefusedAsync(new OrderDraft().ToJson());
        (_, int mode) = await rest.RefusedAsync(new OrderDraft().ToJson());
        (List<long> holes, _) = await HolesAsync(stream, frames: 30, last: 1);
        using JsonDocument faults = JsonDocument.Parse(await http.GetStringAsync(control + "/faults"));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound], statuses);
        Assert.Equal((1140, 1012), (refused, mode));
        Assert.Equal([.. holes.Select(seq => $"FrameDropped {seq}"), "OrderRefused 0"], faults.RootElement.GetProperty("data").EnumerateArray()
            .Select(fault => $"{fault.GetProperty("kind").GetString()} {fault.GetProperty("seq").GetInt64()}").Order());

        async Task<HttpStatusCode> PostAsync(string path)
        {
            using HttpResponseMessage answer = await http.PostAsync(control + path, null);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("drop=2", "fault rate drop is '2'")]
    [InlineData("drop", "fault rate is 'drop'")]
    [InlineData("rain=0.1", "fault 'rain' is unknown")]
    [InlineData("delay-ms=0", "delay-ms is '0'")]
    public void Rates_that_cannot_be_read_are_named(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<SimulatorException>(() => FaultRates.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rates_are_read_by_name() => Assert.Equal(
        new FaultRates { DropFrame = 0.001, HalfClose = 0.5, TooManyRequests = 1, LongestDelayMs = 20 },
        FaultRates.Parse("drop=0.001, half-close=.5,429=1,delay-ms=20"));

    private static IEnumerable<long> Logged(SimulatorServer server, int connection, string topic) => server.Faults.Log.Read()
        .Where(fault => fault.Kind == FaultKind.FrameDropped && fault.Connection == connection && fault.Target == topic)
        .Select(fault => fault.Seq);

    private static async Task<(List<long> Holes, long Last)> HolesAsync(StreamClient stream, int frames, long last = 0)
    {
        List<long> holes = [];
        for (int i = 0; i < frames; i++)
        {
            long seq = (await stream.NextAsync()).GetProperty("seq").GetInt64();
            for (long missing = last + 1; missing < seq; missing++)
                holes.Add(missing);
            last = seq;
        }
        return (holes, last);
    }

    private static async Task<string> OutcomeAsync(RestClient rest, OrderDraft order)
    {
        try
        {
            int status = await rest.StatusAsync(order.ToJson());
            return status >= 500 ? "5xx" : status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return "lost";
        }
    }
}
