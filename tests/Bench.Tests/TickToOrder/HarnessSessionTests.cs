using LowLatencyMM.Bench.TickToOrder;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Bench.Tests.TickToOrder;

/// <summary>The harness with the shipped programs as processes.</summary>
public sealed class HarnessSessionTests(FrozenSession frozen) : IClassFixture<FrozenSession>
{
    private readonly SessionResult _session = frozen.Result;

    [Fact]
    public void Every_frame_that_was_due_counts_once_in_its_stages_and_every_order_that_one_caused_in_its()
    {
        var stages = new SessionStages(_session);

        int due = _session.Join.Frames.Count, sent = due - stages.NeverSent, orders = _session.Join.Orders.Count;
        Assert.True(due > 100 && orders > 0, $"{due} frames, {orders} orders");
        Assert.Equal([due, sent, due], stages.OfFrames.Select(stage => (int)stage.Times.Count));
        // An order is signed in one of two ways, and everything else is a stage of all.
        ILookup<bool, Stage> byKind = stages.OfOrders.ToLookup(stage => stage.Key.StartsWith("order/risk-to-signed/", StringComparison.Ordinal));
        Assert.All(byKind[false], stage => Assert.Equal(orders, stage.Times.Count));
        Assert.Equal(orders, byKind[true].Sum(stage => stage.Times.Count));
        Assert.Equal(orders, stages.Totals.Sum(stage => stage.Times.Count));
        Assert.All(_session.Join.Orders, joined => Assert.Equal(joined.Cause.ReceivedNs, joined.Order.ReceivedNs));
        Assert.Equal(due, _session.Join.Frames.Count(frame => frame.ReceivedNs != 0) + stages.NeverSent + stages.NeverReceived);
        Assert.Equal(0, stages.NeverSent);
        Assert.Equal(0, stages.RejectedFrames);
    }

    [Fact]
    public void A_second_in_which_the_engine_stands_still_is_in_the_times_of_all_frames_that_were_due_in_it()
    {
        (long fromNs, long toNs) = _session.Frozen;
        // The stop takes a moment to reach each core.
        JoinedFrame[] due = [.. _session.Join.Frames.Where(frame => frame.IntendedNs >= fromNs + 50_000_000 && frame.IntendedNs < toNs)];

        Assert.True(due.Length > 50, $"{due.Length} frames");
        Assert.All(due, frame => Assert.True(frame.ReceivedNs >= toNs, $"received {toNs - frame.ReceivedNs} ns before the engine went on"));
        // Half of them waited at least half of it: the percentile that is theirs must say so.
        long halfNs = (toNs - fromNs) / 2;
        int waitedLong = due.Count(frame => toNs - frame.IntendedNs >= halfNs);
        int all = _session.Join.Frames.Count;
        LatencyHistogram times = new SessionStages(_session).OfFrames.Single(stage => stage.Name == "due → received").Times;
        Assert.True(times.Percentile((all - waitedLong + 1) / (double)all) >= halfNs);
    }

    [Fact]
    public async Task An_exchange_that_does_not_start_is_reported_with_its_exit_code_and_its_own_words()
    {
        UserErrorException failed = await Assert.ThrowsAsync<UserErrorException>(
            () => HarnessSession.RunAsync(new SessionPlan { Recording = "/no/such/recording.jsonl" }, CancellationToken.None));

        Assert.Equal(ExitCode.Failure, failed.ExitCode);
        Assert.Contains("llmm sim ended by itself with exit code 1", failed.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/recording.jsonl", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_takes_too_long_is_reported_by_name_with_the_exit_code_of_a_timeout()
    {
        using LlmmChild exchange = LlmmChild.Start(Path.GetTempPath(), new Dictionary<string, string>(), "sim", "--json");
        await exchange.ObjectAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        UserErrorException late = await Assert.ThrowsAsync<UserErrorException>(() => exchange.EndAsync(TimeSpan.FromMilliseconds(10), CancellationToken.None));

        Assert.Equal(ExitCode.Timeout, late.ExitCode);
        Assert.Contains("llmm sim did not end", late.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Told_to_stop_it_leaves_no_process_and_no_folder_behind()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads /proc");
        using var stop = new CancellationTokenSource();
        Task<SessionResult> session = HarnessSession.RunAsync(new SessionPlan { Waiting = "blocking", Duration = TimeSpan.FromHours(1) }, stop.Token);
        List<string[]> children = Children();
        while (children.Count < 2 && !session.IsCompleted)
        {
            await Task.Delay(50);
            children = Children();
        }
        string feedLog = children.Select(arguments => arguments.SkipWhile(argument => argument != "--feed-log").ElementAtOrDefault(1)).First(path => path is not null)!;
        string scratch = Path.GetDirectoryName(feedLog)!;
        Assert.True(Directory.Exists(scratch));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);
        Assert.Empty(Children());
        Assert.False(Directory.Exists(scratch));
    }

    /// <summary>Arguments of this process's children that run the engine's binary. The tests of a class run one after the other, so they are of one session.</summary>
    private static List<string[]> Children()
    {
        List<string[]> children = [];
        foreach (string folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                // The parent's id is the second field after the name in brackets.
                string status = File.ReadAllText(Path.Combine(folder, "stat"));
                string parent = status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
                string[] arguments = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
                if (parent == $"{Environment.ProcessId}" && arguments.Any(argument => Path.GetFileName(argument) == "llmm.dll"))
                    children.Add(arguments);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
        return children;
    }
}
