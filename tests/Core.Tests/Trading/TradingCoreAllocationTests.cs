using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Trading;

[Collection(nameof(AllocationCollection))]
public class TradingCoreAllocationTests
{
    [Fact]
    public void No_event_of_a_whole_session_makes_the_core_allocate()
    {
        var log = new List<Event>();
        for (int seed = 100; seed < 108; seed++)
        {
            (CoreDriver driver, ExchangeModel model) = ExchangeModelTests.Market(seed, TestSettings.Lively);
            model.RunTo(4_000, 1_236_001);
            if (seed == 100)
                Replay(driver.Log, TestSettings.Lively);
            log = driver.Log;
            Assert.Equal(0, Replay(log, TestSettings.Lively with { StateHashInterval = 100 }));
        }
        Assert.True(log.Count > 1_000);
    }

    [Fact]
    public void Reading_what_is_needed_next_after_each_event_changes_no_decision_and_no_state()
    {
        (CoreDriver driver, ExchangeModel model) = ExchangeModelTests.Market(seed: 100, TestSettings.Lively);
        model.RunTo(4_000, 1_236_001);
        var plain = new TradingCore(TestSettings.Lively);
        var touched = new TradingCore(TestSettings.Lively);
        DecisionBatch expected = default, actual = default;

        for (int i = 0; i < driver.Log.Count; i++)
        {
            Event e = driver.Log[i];
            touched.Touch();
            plain.OnEvent(e, i, ref expected);
            touched.OnEvent(e, i, ref actual);
            Assert.Equal(expected.Count, actual.Count);
            for (int n = 0; n < expected.Count; n++)
                Assert.True(Bytes(in expected[n]).SequenceEqual(Bytes(in actual[n])), $"decision {n} on event {i}, {e.Kind}");
        }

        Assert.Equal(plain.StateHash(), touched.StateHash());
        Assert.True(driver.Log.Count > 1_000);
    }

    private static ReadOnlySpan<byte> Bytes(in Event e) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<Event>(in e));

    /// <summary>Bytes that a fresh core allocates over all events.</summary>
    private static long Replay(List<Event> log, Core.Settings.EngineSettings settings)
    {
        var core = new TradingCore(settings);
        DecisionBatch batch = default;
        CoreStatus status = default;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < log.Count; i++)
        {
            core.OnEvent(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(log)[i], i, ref batch);
            core.CopyStatus(ref status);
            core.Touch();
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
