using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Replay.Tests;

[Collection(nameof(ReplayAllocationTests))]
[CollectionDefinition(nameof(ReplayAllocationTests), DisableParallelization = true)]
public sealed class ReplayAllocationTests
{
    [Fact]
    public void Reading_replaying_and_comparing_an_event_allocates_nothing()
    {
        using var folder = new TemporaryFolder();
        // One segment: opening the next allocates a little.
        using (var recorder = new SessionRecorder<PlainCore>(folder.Path, PlainCore.Standard, segmentBytes: 1024 * 1024))
            PlainSession.Feed(recorder, 900);
        using JournalReader journal = JournalReader.Open(folder.Path);
        Assert.True(Felt.TryParseHex(TestSession.PublicKey, out Felt publicKey));
        using var signatures = new SignatureCheck(
            TestSession.Settings.Market, SigningDomain.Testnet, publicKey, TestSession.PositionId, null);
        var check = new ReplayCheck<PlainCore>(PlainCore.Standard, signatures);
        // Enough to grow the queue, too little to fill a batch of signatures.
        Take(journal, check, 1_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Divergence? divergence = Take(journal, check, 1_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Null(divergence);
        Assert.Equal(0, allocated);
        Assert.Equal(2_000, check.Events);
        Assert.Equal(0, signatures.Checked);
    }

    private static Divergence? Take(JournalReader journal, ReplayCheck<PlainCore> check, int count)
    {
        for (int i = 0; i < count && journal.TryRead(out Event e, out long sequence); i++)
        {
            if (check.Take(e, sequence) is { } divergence)
                return divergence;
        }
        return null;
    }
}
