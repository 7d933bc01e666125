using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Replay.Tests;

/// <summary>The engine's own core, through ring, journal and gateway, and replayed.</summary>
public sealed class TradingCoreReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_trading_session_replays_identically(int seed)
    {
        using var recorder = new SessionRecorder<TradingCoreHandler>(_folder.Path, new TradingCoreHandler(TestSession.Settings));
        var session = new TradingSession<TradingCoreHandler>(recorder, seed);
        session.Run(steps: 1_500);
        (long events, ulong stateHash) = (recorder.Events, recorder.Core.StateHash());
        recorder.Dispose();
        using StarkPrivateKey key = TestSession.Key();

        ReplayResult result = JournalReplay.Run(_folder.Path, key);

        Assert.True(result.Identical, result.FirstDivergence?.ToString());
        Assert.Equal((events, stateHash, SignatureMode.Recomputed), (result.Events, result.StateHash, result.Signatures));
        Assert.True(session.Fills > 10, $"{session.Fills} fills");
        Assert.True(result.SignaturesChecked > 50, $"{result.SignaturesChecked} signatures");
        RequestKind[] kinds = [.. recorder.Sent.Select(e => e.OrderSent.Request).Distinct().Order()];
        Assert.Contains(RequestKind.Create, kinds);
        Assert.Contains(RequestKind.Replace, kinds);
        Assert.Contains(RequestKind.Cancel, kinds);
        Assert.DoesNotContain(recorder.Sent, e => e.OrderSent.Outcome == SendOutcome.Refused);
    }

    [Fact]
    public void One_changed_setting_of_the_strategy_diverges_at_the_first_quote()
    {
        string session = Record();
        EngineSettings wider = TestSession.Settings with
        {
            Quoting = TestSession.Settings.Quoting with { MinimumSpreadBps = 10 },
        };

        using JournalReader journal = JournalReader.Open(session);
        ReplayResult result = JournalReplay.Run(journal, new TradingCoreHandler(wider));

        Assert.False(result.Identical);
        Assert.Equal((EventKind.QuoteDecision, "HalfSpread"), (result.FirstDivergence?.Kind, result.FirstDivergence?.Field));
    }

    [Fact]
    public void An_input_that_was_changed_diverges()
    {
        int seen = 0;
        using var recorder = new SessionRecorder<TradingCoreHandler>(_folder.Path, new TradingCoreHandler(TestSession.Settings))
        {
            Tamper = (ref Event e, long sequence) =>
            {
                if (e.Kind == EventKind.BestBidAsk && ++seen == 500)
                    (e.BestBidAsk.BidTicks, e.BestBidAsk.AskTicks) = (e.BestBidAsk.BidTicks + 200, e.BestBidAsk.AskTicks + 200);
                return true;
            },
        };
        new TradingSession<TradingCoreHandler>(recorder, seed: 1).Run(steps: 600);
        recorder.Dispose();

        ReplayResult result = JournalReplay.Run(_folder.Path);

        Assert.False(result.Identical);
    }

    [Fact]
    public void Every_order_of_the_session_can_be_explained()
    {
        using var recorder = new SessionRecorder<TradingCoreHandler>(_folder.Path, new TradingCoreHandler(TestSession.Settings));
        new TradingSession<TradingCoreHandler>(recorder, seed: 1).Run(steps: 120);
        recorder.Dispose();
        Event[] orders = [.. recorder.Sent.Where(e => e.OrderSent.Request is RequestKind.Create or RequestKind.Replace)];
        Assert.NotEmpty(orders);
        var report = new WhyReport(TestSession.Settings.Market);

        foreach (Event order in orders)
        {
            OrderExplanation? why = JournalWhy.Order(_folder.Path, order.OrderSent.OwnId);

            Assert.NotNull(why);
            Assert.Equal(order.OrderSent.CauseSequence, why.Cause.Event.Sequence);
            Assert.Equal(QuoteReason.Quoting, why.Cause.Quote?.Event.QuoteDecision.Reason);
            Assert.NotNull(why.Signed);
            Assert.Contains(why.History, later => later.Event.Kind == EventKind.OrderAnswer);
            using var output = new StringWriter();
            report.PrintText(why, output);
            Assert.Contains("Quote: Quoting", output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_header_with_settings_that_nothing_can_run_with_is_refused()
    {
        SessionHeader header = TestSession.Header with
        {
            Settings = TestSession.Settings with { Quoting = TestSession.Settings.Quoting with { Gamma = -1 } },
        };
        using (JournalWriter.Create(_folder.Path, header))
        {
        }

        Assert.Throws<InvalidDataException>(() => JournalReplay.Run(_folder.Path));
    }

    private string Record()
    {
        using var recorder = new SessionRecorder<TradingCoreHandler>(_folder.Path, new TradingCoreHandler(TestSession.Settings));
        new TradingSession<TradingCoreHandler>(recorder, seed: 1).Run(steps: 200);
        return recorder.Folder;
    }
}
