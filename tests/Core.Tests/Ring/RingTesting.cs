using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Core.Tests.Ring;

/// <summary>What the tests of the ring do again and again.</summary>
internal static class RingTesting
{
    // Only to end a test that hangs; nothing depends on it.
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    public static Thread Run(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    public static void JoinOrFail(this Thread thread) => Assert.True(thread.Join(HangGuard), "The thread hangs.");

    public static void WaitUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, HangGuard), "The condition never came true.");

    public static void PublishOne(this RingBuffer<StampedEvent> ring, long producer, long number)
    {
        long sequence = ring.Next(1);
        ring[sequence].Stamp(producer, number);
        ring.Publish(sequence);
    }

    /// <summary>A wait strategy of each kind by name; "sleepy" sleeps at once.</summary>
    public static IWaitStrategy WaitStrategy(string name) => name switch
    {
        "busy" => new BusySpinWaitStrategy(),
        "yielding" => new YieldingWaitStrategy(spins: 10),
        "blocking" => new BlockingWaitStrategy(),
        "sleepy" => new SpinThenYieldThenBlockWaitStrategy(spins: 0, yields: 1),
        "default" => new SpinThenYieldThenBlockWaitStrategy(),
        _ => throw new ArgumentException(name),
    };
}
