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
