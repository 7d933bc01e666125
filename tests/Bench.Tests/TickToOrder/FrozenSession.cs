using LowLatencyMM.Bench.TickToOrder;

namespace LowLatencyMM.Bench.Tests.TickToOrder;

/// <summary>A few seconds of the shipped programs against each other, in the middle of which the engine's process is stopped for one.</summary>
public sealed class FrozenSession : IAsyncLifetime
{
    internal SessionResult Result { get; private set; } = null!;

    public async Task InitializeAsync() => Result = await HarnessSession.RunAsync(
        new SessionPlan
        {
            Speed = 5,
            // One of two processes that share the cores with other tests.
            Waiting = "blocking",
            WarmUp = TimeSpan.FromSeconds(0.5),
            Duration = TimeSpan.FromSeconds(4),
            Freeze = TimeSpan.FromSeconds(1),
        },
        CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;
}
