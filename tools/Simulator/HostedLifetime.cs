using Microsoft.Extensions.Hosting;

namespace LowLatencyMM.Simulator;

/// <summary>
/// Leaves signals to the program that hosts the simulator: by default the web host would stop serving at the first SIGINT or
/// SIGTERM, while the engine still has orders to cancel.
/// </summary>
internal sealed class HostedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
