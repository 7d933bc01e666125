using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Replay.Tests;

public sealed class JournalReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<EventKind, int> ComparedFields
    {
        get
        {
            var fields = new TheoryData<EventKind, int>();
            foreach (EventKind kind in new[] { EventKind.QuoteDecision, EventKind.OrderSent, EventKind.RiskVerdict, EventKind.StateHash })
            {
                for (int i = 0; i < EventSchema.Of(kind).Length; i++)
                {
                    if (!IsHistory(kind, EventSchema.Of(kind)[i].Name))
                        fields.Add(kind, i);
                }
            }
            return fields;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_replays_to_the_same_decisions_hashes_and_state()
    {
        using var recorder = new SessionRecorder<PlainCore>(_folder.Path, PlainCore.Standard);
        PlainSession.Feed(recorder, 60);
        (long events, ulong stateHash) = (recorder.Events, recorder.Core.StateHash());
        recorder.Dispose();

        ReplayResult result = Replay(recorder.Folder, PlainCore.Standard);

        Assert.Null(result.FirstDivergence);
        Assert.True(result.Identical);
        Assert.Equal(events, result.Events);
        Assert.Equal(stateHash, result.StateHash);
        Assert.Equal(SignatureMode.Verified, result.Signatures);
        Assert.Equal(recorder.Sent.Count(IsSigned), result.SignaturesChecked);
        Assert.True(result.SignaturesChecked > 80, $"{result.SignaturesChecked} signatures");
        Assert.Equal((0, 0), (result.Truncated, result.Unrecorded));
        Assert.True(result.EventsPerSecond > 0);
    }

    [Fact]
    public void Decisions_are_orders_replaces_cancels_queries_and_changes_of_the_reason()
    {
        string session = PlainSession.Record(_folder.Path);
        long expected = 0;
        var reason = QuoteReason.None;
        foreach (RecordedEvent recorded in ReadAll(session))
        {
            Event e = recorded.Event;
            expected += e.Kind == EventKind.OrderSent || (e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason != reason) ? 1 : 0;
            reason = e.Kind == EventKind.QuoteDecision ? e.QuoteDecision.Reason : reason;
        }

        ReplayResult result = Replay(session, PlainCore.Standard);

        Assert.Equal(expected, result.Decisions);
        Assert.Equal(
            ReadAll(session).Count(r => r.Event.Kind is >= EventKind.QuoteDecision and <= EventKind.StateHash and not EventKind.OrderSigned),
            result.Compared);
    }

    [Fact]
    public void With_the_key_every_order_is_signed_again()
    {
        string session = PlainSession.Record(_folder.Path);
        using StarkPrivateKey key = TestSession.Key();

        ReplayResult result = Replay(session, PlainCore.Standard, key);

        Assert.True(result.Identical, result.FirstDivergence?.ToString());
        Assert.Equal(SignatureMode.Recomputed, result.Signatures);
    }

    [Fact]
    public void The_key_of_another_account_is_not_used()
    {
        string session = PlainSession.Record(_folder.Path);
        using StarkPrivateKey key = TestSession.OtherKey();

        ReplayResult result = Replay(session, PlainCore.Standard, key);

        Assert.True(result.Identical, result.FirstDivergence?.ToString());
        Assert.Equal(SignatureMode.Verified, result.Signatures);
    }

    [Fact]
    public void A_changed_rule_of_the_strategy_diverges_at_the_first_quote_that_it_changes()
    {
        string session = PlainSession.Record(_folder.Path);
        RecordedEvent first = ReadAll(session).First(r => r.Event.Kind == EventKind.QuoteDecision);

        ReplayResult result = Replay(session, new PlainCore(halfSpreadTicks: 3));

        Assert.False(result.Identical);
        Assert.Equal(
            new Divergence(first.Sequence, EventKind.QuoteDecision, "HalfSpread", "1", "1.5"),
            result.FirstDivergence);
    }

    [Theory]
    [MemberData(nameof(ComparedFields))]
    public void A_decision_that_differs_in_one_field_diverges_there(EventKind kind, int field)
    {
        string session = PlainSession.Record(_folder.Path);
        RecordedEvent second = ReadAll(session).Where(r => r.Event.Kind == kind).ElementAt(1);
        var core = new AlteringCore(PlainCore.Standard, kind, 2, Alteration.ChangeWord, field);

        ReplayResult result = Replay(session, core);

        string name = EventSchema.Of(kind)[field].Name;
        Assert.NotNull(result.FirstDivergence);
        Assert.Equal(name == "CauseSequence" ? Divergence.WholeEvent : name, result.FirstDivergence.Field);
        Assert.Equal((second.Sequence, kind), (result.FirstDivergence.Sequence, result.FirstDivergence.Kind));
        Assert.NotEqual(result.FirstDivergence.Recorded, result.FirstDivergence.Replayed);
    }

    [Theory]
    [InlineData(EventKind.OrderSent, 9)]
    [InlineData(EventKind.OrderSent, 10)]
    [InlineData(EventKind.OrderSent, 11)]
    public void What_became_of_a_decision_is_not_compared(EventKind kind, int word)
    {
        string session = PlainSession.Record(_folder.Path);

        ReplayResult result = Replay(session, new AlteringCore(PlainCore.Standard, kind, 2, Alteration.ChangeWord, word));

        Assert.True(result.Identical, result.FirstDivergence?.ToString());
    }

    [Fact]
    public void A_decision_that_differs_in_its_head_diverges()
    {
        string session = PlainSession.Record(_folder.Path);

        ReplayResult result = Replay(session, new AlteringCore(PlainCore.Standard, EventKind.OrderSent, 2, Alteration.ChangeHead));

        Assert.Equal(("Flags", "None", "FromRest"),
            (result.FirstDivergence?.Field, result.FirstDivergence?.Recorded, result.FirstDivergence?.Replayed));
    }

    [Theory]
    [InlineData(EventKind.QuoteDecision)]
    [InlineData(EventKind.OrderSent)]
    [InlineData(EventKind.RiskVerdict)]
    [InlineData(EventKind.StateHash)]
    public void A_decision_that_the_replay_does_not_make_diverges(EventKind kind)
    {
        string session = PlainSession.Record(_folder.Path);
        RecordedEvent second = ReadAll(session).Where(r => r.Event.Kind == kind).ElementAt(1);

        ReplayResult result = Replay(session, new AlteringCore(PlainCore.Standard, kind, 2, Alteration.Remove));

        Assert.Equal(second.Sequence, result.FirstDivergence?.Sequence);
    }

    [Theory]
    [InlineData(EventKind.QuoteDecision)]
    [InlineData(EventKind.OrderSent)]
    [InlineData(EventKind.RiskVerdict)]
    [InlineData(EventKind.StateHash)]
    public void A_decision_that_the_journal_does_not_have_diverges(EventKind kind)
    {
        string session = PlainSession.Record(_folder.Path);
        RecordedEvent second = ReadAll(session).Where(r => r.Event.Kind == kind).ElementAt(1);

        ReplayResult result = Replay(session, new AlteringCore(PlainCore.Standard, kind, 2, Alteration.Double));

        Assert.True(result.FirstDivergence?.Sequence > second.Sequence, result.FirstDivergence?.ToString());
    }

    [Fact]
    public void The_last_decision_of_a_session_closed_in_order_must_be_there()
    {
        string session = PlainSession.Record(_folder.Path);
        int quotes = ReadAll(session).Count(r => r.Event.Kind == EventKind.QuoteDecision);
        var core = new AlteringCore(PlainCore.Standard, EventKind.QuoteDecision, quotes, Alteration.Double);
        Event last = ReadAll(session).Last(r => r.Event.Kind == EventKind.QuoteDecision).Event;

        ReplayResult result = Replay(session, core);

        Assert.False(result.Identical);
        Assert.Contains($"CauseSequence={last.QuoteDecision.CauseSequence}", result.FirstDivergence?.Replayed, StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_that_a_killed_engine_did_not_record_are_no_divergence()
    {
        using var recorder = new SessionRecorder<PlainCore>(_folder.Path, PlainCore.Standard);
        PlainSession.Feed(recorder, 30);
        recorder.Publish(PlainSession.BestBidAsk(31));
        recorder.Run(atMost: 1);
        using var killed = new TemporaryFolder();
        string session = CopyUnclosed(recorder.Folder, killed.Path);

        ReplayResult result = Replay(session, PlainCore.Standard);

        Assert.True(result.Identical, result.FirstDivergence?.ToString());
        Assert.Equal(recorder.Events, result.Events);
        Assert.True(result.Unrecorded > 0);
    }

    [Fact]
    public void A_signature_that_a_killed_engine_did_not_record_is_no_divergence()
    {
        using var recorder = new SessionRecorder<PlainCore>(_folder.Path, PlainCore.Standard);
        recorder.Publish(PlainSession.BestBidAsk(1));
        recorder.Run(atMost: 3);
        using var killed = new TemporaryFolder();
        string session = CopyUnclosed(recorder.Folder, killed.Path);
        Assert.Equal(EventKind.OrderSent, ReadAll(session).Last().Event.Kind);

        ReplayResult result = Replay(session, PlainCore.Standard);

        Assert.True(result.Identical, result.FirstDivergence?.ToString());
        Assert.Equal(0, result.SignaturesChecked);
    }

    [Fact]
    public void A_torn_last_record_is_cut_and_reported_and_the_rest_is_identical()
    {
        using var recorder = new SessionRecorder<PlainCore>(_folder.Path, PlainCore.Standard);
        PlainSession.Feed(recorder, 30);
        recorder.MakeDurable();
        using var torn = new TemporaryFolder();
        string session = CopyUnclosed(recorder.Folder, torn.Path);
        TearLastRecord(session);

        ReplayResult result = Replay(session, PlainCore.Standard);

        Assert.True(result.Identical, result.FirstDivergence?.ToString());
        Assert.Equal((recorder.Events - 1, 1), (result.Events, result.Truncated));
    }

    [Theory]
    [InlineData("Hash")]
    [InlineData("R")]
    [InlineData("S")]
    public void A_changed_hash_or_signature_diverges_with_and_without_the_key(string field)
    {
        long? tampered = null;
        string session = PlainSession.Record(_folder.Path, tamper: (ref Event e, long sequence) =>
        {
            if (e.Kind != EventKind.OrderSigned || sequence < 60 || tampered is not null)
                return true;
            tampered = sequence;
            switch (field)
            {
                case "Hash":
                    e.OrderSigned.Hash[31] ^= 1;
                    break;
                case "R":
                    e.OrderSigned.R[30] ^= 1;
                    break;
                default:
                    e.OrderSigned.S[29] ^= 1;
                    break;
            }
            return true;
        });
        using StarkPrivateKey key = TestSession.Key();

        ReplayResult verified = Replay(session, PlainCore.Standard);
        ReplayResult recomputed = Replay(session, PlainCore.Standard, key);

        Assert.Equal((tampered, EventKind.OrderSigned, field == "Hash" ? "Hash" : "S"),
            (verified.FirstDivergence?.Sequence, verified.FirstDivergence?.Kind, verified.FirstDivergence?.Field));
        Assert.Equal((tampered, EventKind.OrderSigned, field),
            (recomputed.FirstDivergence?.Sequence, recomputed.FirstDivergence?.Kind, recomputed.FirstDivergence?.Field));
        Assert.False(recomputed.Identical);
    }

    [Fact]
    public void A_wrong_signature_before_a_wrong_decision_is_the_first_divergence()
    {
        long? tampered = null;
        string session = PlainSession.Record(_folder.Path, tamper: (ref Event e, long sequence) =>
        {
            if (e.Kind == EventKind.OrderSigned && tampered is null)
            {
                tampered = sequence;
                e.OrderSigned.S[31] ^= 1;
            }
            return true;
        });

        ReplayResult result = Replay(session, new AlteringCore(PlainCore.Standard, EventKind.QuoteDecision, 20, Alteration.ChangeWord, 7));

        Assert.Equal(tampered, result.FirstDivergence?.Sequence);
    }

    [Fact]
    public void A_signature_that_is_missing_after_its_order_diverges()
    {
        bool removed = false;
        string session = PlainSession.Record(_folder.Path, tamper: (ref Event e, long sequence) =>
        {
            bool remove = !removed && e.Kind == EventKind.OrderSigned;
            removed |= remove;
            return !remove;
        });

        ReplayResult result = Replay(session, PlainCore.Standard);

        Assert.Equal((EventKind.OrderSigned, Divergence.WholeEvent), (result.FirstDivergence?.Kind, result.FirstDivergence?.Field));
    }

    [Fact]
    public void A_signature_without_an_order_right_before_it_diverges()
    {
        string session = PlainSession.Record(_folder.Path, tamper: (ref Event e, long sequence) =>
        {
            if (e.Kind == EventKind.Timer && sequence < 10)
                e.Kind = EventKind.OrderSigned;
            return true;
        });

        ReplayResult result = Replay(session, PlainCore.Standard);

        Assert.Equal((EventKind.OrderSigned, Divergence.WholeEvent), (result.FirstDivergence?.Kind, result.FirstDivergence?.Field));
    }

    [Fact]
    public void An_order_recorded_as_refused_that_can_be_signed_diverges()
    {
        string session = PlainSession.Record(_folder.Path, tamper: (ref Event e, long sequence) =>
        {
            if (e.Kind == EventKind.OrderSent && e.OrderSent.Request == RequestKind.Replace)
                e.OrderSent.Outcome = SendOutcome.Refused;
            return true;
        });

        ReplayResult result = Replay(session, PlainCore.Standard);

        Assert.Equal((EventKind.OrderSent, "Outcome", "Refused"),
            (result.FirstDivergence?.Kind, result.FirstDivergence?.Field, result.FirstDivergence?.Recorded));
    }

    [Fact]
    public void An_order_for_another_vault_has_another_hash()
    {
        var header = TestSession.Header with { PositionId = TestSession.PositionId + 1 };
        using var recorder = new SessionRecorder<PlainCore>(_folder.Path, PlainCore.Standard, header);
        PlainSession.Feed(recorder, 9);
        recorder.Dispose();
        Assert.True(Replay(recorder.Folder, PlainCore.Standard).Identical);
        var signatures = new SignatureCheck(
            TestSession.Settings.Market, SigningDomain.Testnet, PublicKey(), TestSession.PositionId, null);
        var check = new ReplayCheck<PlainCore>(PlainCore.Standard, signatures);

        Divergence? found = null;
        foreach (RecordedEvent recorded in ReadAll(recorder.Folder))
            found ??= check.Take(recorded.Event, recorded.Sequence);
        found ??= signatures.Flush();

        Assert.Equal((EventKind.OrderSigned, "Hash"), (found?.Kind, found?.Field));
    }

    [Fact]
    public void A_header_that_no_session_can_have_is_refused_by_name()
    {
        using var recorder = new SessionRecorder<PlainCore>(_folder.Path, PlainCore.Standard);
        recorder.Dispose();
        using JournalWriter writer = JournalWriter.Create(_folder.Path, TestSession.Header with { PublicKey = "0xzz" });
        writer.Dispose();

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Replay(writer.Folder, PlainCore.Standard));

        Assert.Contains("0xzz", refused.Message, StringComparison.Ordinal);
    }

    internal static string CopyUnclosed(string session, string root)
    {
        string copy = Path.Combine(root, Path.GetFileName(session));
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(session))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static void TearLastRecord(string session)
    {
        // Nor has the disk what the segments were written from.
        File.Delete(Path.Combine(session, "tail"));
        string segment = Directory.GetFiles(session).Order(StringComparer.Ordinal)
            .Last(file => File.ReadAllBytes(file).Any(value => value != 0));
        byte[] bytes = File.ReadAllBytes(segment);
        int last = Array.FindLastIndex(bytes, value => value != 0);
        File.WriteAllBytes(segment, bytes[..(last - 2)]);
    }

    private static ReplayResult Replay<TCore>(string session, TCore core, StarkPrivateKey? key = null) where TCore : struct, ICoreHandler
    {
        using JournalReader journal = JournalReader.Open(session);
        return JournalReplay.Run(journal, core, key);
    }

    private static List<RecordedEvent> ReadAll(string session)
    {
        using JournalReader journal = JournalReader.Open(session);
        return [.. JournalShow.Read(journal, new ShowFilter())];
    }

    private static Felt PublicKey()
    {
        Assert.True(Felt.TryParseHex(TestSession.PublicKey, out Felt key));
        return key;
    }

    private static bool IsSigned(Event e) =>
        e.OrderSent.Request is RequestKind.Create or RequestKind.Replace && e.OrderSent.Outcome == SendOutcome.Sent;

    private static bool IsHistory(EventKind kind, string field) =>
        kind == EventKind.OrderSent && field is "Outcome" or "BeforeSendNs" or "AfterSendNs";
}
