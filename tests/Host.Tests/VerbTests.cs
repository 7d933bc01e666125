using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Host.Tests;

/// <summary>What the verbs print of a demo's session.</summary>
public class VerbTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    [Fact]
    public void Demo_prints_one_object_with_its_documented_members_and_the_rest_on_standard_error()
    {
        Assert.Equal(ExitCode.Ok, demo.DemoExitCode);
        foreach (string count in new[] { "events", "decisions", "ordersSent", "replaces", "cancels", "rejects", "fills", "openOrdersAtExit" })
            Assert.True(demo.Demo.GetProperty(count).GetInt64() >= 0, count);
        foreach (string text in new[] { "position", "pnl" })
            Assert.True(decimal.TryParse(demo.Demo.GetProperty(text).GetString(), CultureInfo.InvariantCulture, out _), text);
        Assert.True(demo.Demo.GetProperty("ordersSent").GetInt64() >= 2);
        Assert.Equal(0, demo.Demo.GetProperty("openOrdersAtExit").GetInt64());
        Assert.Equal("{}", demo.Demo.GetProperty("allocatedBytes").GetRawText());
        Assert.Equal(0, demo.Demo.GetProperty("allocatedBytesPerEvent").GetDouble());
        Assert.Matches("^[0-9a-f]{16}$", demo.Demo.GetProperty("stateHash").GetString());
        Assert.True(Directory.Exists(demo.Session));
        foreach (string latency in new[] { "tickToOrder", "send" })
        {
            JsonElement histogram = demo.Demo.GetProperty(latency);
            double p50 = histogram.GetProperty("p50").GetDouble(), p99 = histogram.GetProperty("p99").GetDouble(), max = histogram.GetProperty("max").GetDouble();
            Assert.True(histogram.GetProperty("count").GetInt64() > 0 && p50 > 0 && p50 <= p99 && p99 <= max, latency);
        }
        Assert.True(demo.Demo.GetProperty("firstOrderMs").GetDouble() > 0);
        Assert.Contains("preset: two-sided, minimum_spread_bps 1", demo.DemoLog, StringComparison.Ordinal);
        Assert.Contains(" Quoting | book ", demo.DemoLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_prints_one_object_with_its_documented_members_that_agree_with_the_demos()
    {
        (int exitCode, JsonElement replay) = await demo.LlmmJson("replay", "out/demo");

        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.True(replay.GetProperty("identical").GetBoolean());
        Assert.Equal(demo.Demo.GetProperty("events").GetInt64(), replay.GetProperty("events").GetInt64());
        Assert.Equal(demo.Demo.GetProperty("decisions").GetInt64(), replay.GetProperty("decisions").GetInt64());
        Assert.Equal(demo.Demo.GetProperty("stateHash").GetString(), replay.GetProperty("stateHash").GetString());
        Assert.Equal("recomputed", replay.GetProperty("signatures").GetString());
        Assert.True(replay.GetProperty("eventsPerSecond").GetDouble() > 0);
        Assert.Equal(0, replay.GetProperty("truncated").GetInt64());
        Assert.Equal(JsonValueKind.Null, replay.GetProperty("firstDivergence").ValueKind);
    }

    [Fact]
    public async Task Replay_of_a_session_whose_settings_are_others_tells_the_first_difference_and_exits_7()
    {
        using var folder = new TemporaryFolder();
        RewriteWith(folder.Path, header => header with
        {
            Settings = header.Settings with { Quoting = header.Settings.Quoting with { MinimumSpreadBps = 2 } },
        });

        (int exitCode, JsonElement replay) = await demo.LlmmJson("replay", folder.Path);
        (int plainExitCode, string output, _) = await demo.Llmm("replay", folder.Path);

        Assert.Equal(ExitCode.ReplayDiverged, exitCode);
        Assert.False(replay.GetProperty("identical").GetBoolean());
        JsonElement first = replay.GetProperty("firstDivergence");
        Assert.Equal("QuoteDecision", first.GetProperty("kind").GetString());
        Assert.True(first.GetProperty("sequence").GetInt64() > 0);
        Assert.NotEqual(first.GetProperty("recorded").GetString(), first.GetProperty("replayed").GetString());
        Assert.Equal(ExitCode.ReplayDiverged, plainExitCode);
        Assert.Contains($"event {first.GetProperty("sequence").GetInt64()}, QuoteDecision", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_byte_is_named_by_file_byte_and_sequence_and_exits_6()
    {
        using var folder = new TemporaryFolder();
        string segment = folder.File("segment-000000.msgpack");
        byte[] bytes = File.ReadAllBytes(Path.Combine(demo.Session, "segment-000000.msgpack"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(segment, bytes);

        string[][] verbs =
        [
            ["replay", folder.Path],
            ["journal", "show", folder.Path, "--kind", "Session"],
            ["journal", "why", folder.Path, "mm0000000000000001"],
            ["journal", "latency", folder.Path],
        ];
        foreach (string[] verb in verbs)
        {
            (int exitCode, _, string error) = await demo.Llmm(verb);

            Assert.Equal(ExitCode.JournalCorrupt, exitCode);
            CommandLineTests.AssertOneLine(error);
            Assert.Contains(segment, error, StringComparison.Ordinal);
            Assert.Matches(@"byte \d+, sequence \d+", error);
        }
    }

    [Fact]
    public async Task Journal_show_prints_what_the_filters_let_through()
    {
        (_, string all, _) = await demo.Llmm("journal", "show", "out/demo", "--to", "9");
        (_, string orders, _) = await demo.Llmm("journal", "show", "out/demo", "--kind", "ordersent");
        (int exitCode, JsonElement json) = await demo.LlmmJson("journal", "show", "out/demo", "--from", "3", "--to", "5");

        Assert.Equal(10, Lines(all).Length);
        long sent = demo.Demo.GetProperty("ordersSent").GetInt64() + demo.Demo.GetProperty("replaces").GetInt64()
            + demo.Demo.GetProperty("cancels").GetInt64() + demo.Demo.GetProperty("queries").GetInt64();
        Assert.Equal(sent, Lines(orders).Length);
        Assert.All(Lines(orders), line => Assert.Contains(" OrderSent ", line, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Equal(3, json.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Journal_why_explains_an_order_from_the_frame_to_its_end()
    {
        (_, JsonElement shown) = await demo.LlmmJson("journal", "show", "out/demo", "--kind", "OrderSent");
        string externalId = shown.GetProperty("events")[0].GetProperty("fields").GetProperty("ExternalId").GetString()!;

        (int exitCode, string text, _) = await demo.Llmm("journal", "why", "out/demo", externalId);
        (int jsonExitCode, JsonElement why) = await demo.LlmmJson("journal", "why", "out/demo", externalId);

        Assert.Equal(ExitCode.Ok, exitCode);
        foreach (string part in new[] { externalId, "sigma", "kappa", "reservation price", "half-spread", "clamps", "Send: Sent", "us from tick to order", "Stages, us after the cause was received: ", "on the socket" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, jsonExitCode);
        Assert.Equal(JsonValueKind.Object, why.ValueKind);
    }

    [Fact]
    public async Task Journal_why_explains_a_moment_without_quotes_by_its_reason()
    {
        (long sequence, long receiveNs) = FirstWithoutAccount();

        (int exitCode, string bySequence, _) = await demo.Llmm("journal", "why", "out/demo", sequence.ToString(CultureInfo.InvariantCulture));
        string moment = DateTime.UnixEpoch.AddTicks((receiveNs / 100) + 1).ToString("O");
        (int timeExitCode, string byTime, _) = await demo.Llmm("journal", "why", "out/demo", moment);

        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Contains("AccountDown", bySequence, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, timeExitCode);
        Assert.Contains("AccountDown", byTime, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_why_says_so_when_the_journal_has_no_such_order_or_moment()
    {
        foreach (string what in new[] { "mm0000000000000001", "999999999", "2001-01-01T00:00:00Z" })
        {
            (int exitCode, string output, string error) = await demo.Llmm("journal", "why", "out/demo", what);

            Assert.Equal(ExitCode.Failure, exitCode);
            Assert.Equal("", output);
            CommandLineTests.AssertOneLine(error);
            Assert.Contains(what, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Journal_latency_tells_each_stage_and_agrees_with_the_summary()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("histograms.txt");

        (int exitCode, string text, _) = await demo.Llmm("journal", "latency", "out/demo", "--histogram", file);
        (int jsonExitCode, JsonElement latency) = await demo.LlmmJson("journal", "latency", "out/demo", "--session", Path.GetFileName(demo.Session));

        Assert.Equal(ExitCode.Ok, exitCode);
        foreach (string part in new[] { "p99.99 us", "received → before send", "the send call", "received → on the socket", "caused by", "tick to order: p50" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, jsonExitCode);
        JsonElement tickToOrder = latency.GetProperty("tickToOrder"), told = demo.Demo.GetProperty("tickToOrder");
        Assert.Equal(told.GetProperty("count").GetInt64(), tickToOrder.GetProperty("count").GetInt64());
        Assert.Equal(told.GetProperty("p50").GetDouble(), tickToOrder.GetProperty("p50Ns").GetInt64() / 1e3);
        Assert.Equal(told.GetProperty("max").GetDouble(), tickToOrder.GetProperty("maxNs").GetInt64() / 1e3);
        long orders = latency.GetProperty("orders").GetInt64();
        Assert.Equal(demo.Demo.GetProperty("send").GetProperty("count").GetInt64(), orders);
        using var reader = new StreamReader(file);
        IReadOnlyList<NamedHistogram> histograms = LatencyHistogramText.Read(reader, file);
        Assert.Equal(orders, histograms.Single(one => one.Name == "all/beforeSend").Durations.Count);
        Assert.Equal(orders, histograms.Where(one => one.Name.StartsWith("cause/", StringComparison.Ordinal)).Sum(one => one.Durations.Count));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Journal_latency_says_so_when_nothing_was_sent_or_nothing_has_stamps()
    {
        using var untimed = new TemporaryFolder();
        using (JournalReader journal = JournalReader.Open(demo.Session))
        using (JournalWriter writer = JournalWriter.Create(untimed.Path, journal.Header))
        {
            while (journal.TryRead(out Event e, out _))
            {
                if (e.Kind != EventKind.OrderTiming)
                    writer.Append(in e, writer.NextSequence);
            }
        }

        (int exitCode, string without, _) = await demo.Llmm("journal", "latency", untimed.Path);
        (_, string nothing, _) = await demo.Llmm("journal", "latency", "out/demo", "--to", "0");

        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Matches(@"none of the \d+ requests has stamps of its stages", without);
        Assert.Contains("no order was handed to the transport", nothing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--from is 9, expected at most --to, which is 3", "--from", "9", "--to", "3")]
    [InlineData(ExitCode.Usage, "--session is '../demo', expected the name of a session's folder in out/demo", "--session", "../demo")]
    [InlineData(ExitCode.JournalCorrupt, "out/demo/20200101 does not exist; expected a journal's folder", "--session", "20200101")]
    [InlineData(ExitCode.Failure, "no-such-folder", "--histogram", "no-such-folder/histograms.txt")]
    public async Task Journal_latency_refuses_what_it_cannot_do(int expected, string message, params string[] options)
    {
        (int exitCode, _, string error) = await demo.Llmm(["journal", "latency", "out/demo", .. options]);

        Assert.Equal(expected, exitCode);
        CommandLineTests.AssertOneLine(error);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private void RewriteWith(string root, Func<SessionHeader, SessionHeader> change)
    {
        using JournalReader journal = JournalReader.Open(demo.Session);
        using JournalWriter writer = JournalWriter.Create(root, change(journal.Header));
        while (journal.TryRead(out Event e, out long sequence))
            writer.Append(in e, sequence);
    }

    /// <summary>The first event at which nothing was quoted because the account was not known yet.</summary>
    private (long Sequence, long ReceiveNs) FirstWithoutAccount()
    {
        using JournalReader journal = JournalReader.Open(demo.Session);
        while (journal.TryRead(out Event e, out long sequence))
        {
            if (e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason == QuoteReason.AccountDown)
                return (sequence, e.ReceiveNs);
        }
        throw new InvalidDataException("The account was known from the beginning.");
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
