using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LowLatencyMM.Simulator.Faulting;

namespace LowLatencyMM.Simulator.Tests.Sockets;

public sealed class FeedLogTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"llmm-feed-{Guid.NewGuid():N}.log");

    private readonly record struct Line(int Connection, string Topic, long Seq, long IntendedNs, long SentNs);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Every_frame_that_a_client_got_is_in_the_log_once_with_its_connection_topic_and_number_and_was_never_sent_before_it_was_due()
    {
        List<long> book = [], best = [];
        await using (SimulatorServer server = await StartAsync(new SimulatorOptions { Speed = 20 }))
        {
            using StreamClient first = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
            using StreamClient second = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD?depth=1");
            for (int i = 0; i < 100; i++)
            {
                book.Add((await first.NextAsync()).GetProperty("seq").GetInt64());
                best.Add((await second.NextAsync()).GetProperty("seq").GetInt64());
            }
        }

        Line[] lines = Read();
        Assert.Equal(book, Sent(lines, 1, "orderbooks/BTC-USD").Take(100));
        Assert.Equal(best, Sent(lines, 2, "orderbooks/BTC-USD?depth=1").Take(100));
        Assert.All(lines.Where(line => line.SentNs != 0), line => Assert.True(line.SentNs >= line.IntendedNs, $"{line}"));
    }

    [Fact]
    public async Task The_intended_times_are_those_of_the_recording_divided_by_the_speed()
    {
        const int Speed = 8;
        await using (SimulatorServer server = await StartAsync(new SimulatorOptions { Speed = Speed }))
        {
            using StreamClient book = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
            while ((await book.NextAsync()).GetProperty("seq").GetInt64() < 60)
            {
                // A frame each 100 ms of exchange time.
            }
        }

        long[] intended = [.. Read().Where(line => line.Seq > 1).Select(line => line.IntendedNs)];
        Assert.All(intended.Zip(intended.Skip(1), (a, b) => b - a), gap => Assert.InRange(gap, 100_000_000 / Speed - 1, 100_000_000 / Speed + 1));
    }

    [Fact]
    public async Task A_client_that_reads_nothing_delays_neither_the_schedule_nor_the_frames_of_others()
    {
        // Ten minutes of exchange time, which is far more than the buffers of two sockets may grow to.
        const int Frames = 6_000;
        await using (SimulatorServer server = await StartAsync(new SimulatorOptions { Speed = 300 }))
        {
            using Socket deaf = await ConnectDeafAsync(server);
            using StreamClient other = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
            while ((await other.NextAsync()).GetProperty("seq").GetInt64() < Frames)
            {
                // The deaf one's frames pile up meanwhile.
            }
        }

        Line[] lines = Read();
        Line[] ofDeaf = [.. lines.Where(line => line.Connection == 1)], ofOther = [.. lines.Where(line => line.Connection == 2)];
        Assert.Contains(ofDeaf, line => line.SentNs == 0);
        Assert.Equal(Enumerable.Range(1, Frames).Select(seq => (long)seq), ofOther.Where(line => line.SentNs != 0).Select(line => line.Seq).Take(Frames));
        // Both were due at the same moments: what the deaf one did not take has not stretched the schedule.
        long[] due = [.. ofOther.Where(line => line.Seq > 1).Select(line => line.IntendedNs)];
        Assert.Subset(ofDeaf.Select(line => line.IntendedNs).ToHashSet(), due.ToHashSet());
        Assert.All(due.Zip(due.Skip(1), (a, b) => b - a), gap => Assert.InRange(gap, 0, 333_334));
    }

    [Fact]
    public async Task What_is_due_in_a_burst_is_intended_for_one_moment_and_the_moments_are_a_burst_apart()
    {
        const long PeriodNs = 2_000_000_000 / 10;
        await using (SimulatorServer server = await StartAsync(new SimulatorOptions { Speed = 10, Burst = TimeSpan.FromSeconds(2) }))
        {
            using StreamClient book = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
            while ((await book.NextAsync()).GetProperty("seq").GetInt64() < 85)
            {
                // Twenty frames a burst.
            }
        }

        (long Moment, int Count)[] bursts =
            [.. Read().Where(line => line.Seq > 1).GroupBy(line => line.IntendedNs).Select(burst => (burst.Key, burst.Count()))];
        Assert.True(bursts.Length >= 4, $"{bursts.Length} bursts");
        Assert.All(bursts.SkipLast(1), burst => Assert.Equal(20, burst.Count));
        Assert.All(bursts.Zip(bursts.Skip(1), (a, b) => b.Moment - a.Moment), gap => Assert.InRange(gap, PeriodNs - 1, PeriodNs + 1));
    }

    [Fact]
    public async Task What_a_request_causes_between_two_bursts_is_intended_for_the_moment_of_the_request()
    {
        long before, after;
        await using (SimulatorServer server = await StartAsync(new SimulatorOptions { Burst = TimeSpan.FromSeconds(60) }))
        {
            before = SimulationSchedule.NowNs();
            using StreamClient book = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
            await book.NextAsync();
            after = SimulationSchedule.NowNs();
        }

        Line first = Assert.Single(Read());
        Assert.InRange(first.IntendedNs, before, after);
        Assert.InRange(first.SentNs, first.IntendedNs, after);
    }

    [Fact]
    public async Task A_frame_that_a_fault_left_out_is_in_the_log_as_never_sent()
    {
        long[] dropped;
        await using (SimulatorServer server = await StartAsync(
            new SimulatorOptions { Speed = 20, Faults = new FaultRates { DropFrame = 0.2 }, FaultSeed = 7 }))
        {
            using StreamClient book = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
            while ((await book.NextAsync()).GetProperty("seq").GetInt64() < 60)
            {
                // Until some are missing.
            }
            server.Faults.PlanPaused = true;
            dropped = [.. server.Faults.Log.Read().Where(fault => fault.Seq < 60).Select(fault => fault.Seq)];
        }

        Assert.NotEmpty(dropped);
        Assert.Equal(dropped, Read().Where(line => line.SentNs == 0 && line.Seq < 60).Select(line => line.Seq));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_keeps_the_simulator_from_starting_and_names_the_file()
    {
        string path = Path.Combine(_path, "feed.log");

        SimulatorException refused = await Assert.ThrowsAsync<SimulatorException>(
            () => SimulatorServer.StartAsync(new SimulatorOptions { FeedLog = path }));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    private Task<SimulatorServer> StartAsync(SimulatorOptions options) => SimulatorServer.StartAsync(options with { FeedLog = _path });

    private static long[] Sent(Line[] lines, int connection, string topic) =>
        [.. lines.Where(line => line.Connection == connection && line.Topic == topic && line.SentNs != 0).Select(line => line.Seq)];

    private Line[] Read()
    {
        string[] lines = File.ReadAllLines(_path);
        Assert.Equal("connection\ttopic\tseq\tintended_ns\tsent_ns", lines[0]);
        return [.. lines.Skip(1).Select(Parse)];

        static Line Parse(string line)
        {
            string[] fields = line.Split('\t');
            return new Line(
                int.Parse(fields[0], CultureInfo.InvariantCulture), fields[1], long.Parse(fields[2], CultureInfo.InvariantCulture),
                long.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[4], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A client with a small receive buffer that reads the handshake's first byte and then nothing.</summary>
    private static async Task<Socket> ConnectDeafAsync(SimulatorServer server)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {server.StreamBase.AbsolutePath}/orderbooks/BTC-USD HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: tests\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        await socket.ReceiveAsync(new byte[1]);
        return socket;
    }
}
