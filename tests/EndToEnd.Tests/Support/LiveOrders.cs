using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>Asks the exchange again and again how many of our orders are live, until disposed.</summary>
internal sealed class LiveOrders : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    public LiveOrders(SimulatorServer exchange) => _watching = WatchAsync(exchange);

    /// <summary>The most live orders on one side that were ever seen.</summary>
    public int MostOnOneSide { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync(SimulatorServer exchange)
    {
        while (!_end.IsCancellationRequested)
        {
            ExchangeState state = await exchange.GetStateAsync();
            MostOnOneSide = Math.Max(MostOnOneSide, Math.Max(
                state.OpenOrders.Count(order => order.Side == Side.Buy), state.OpenOrders.Count(order => order.Side == Side.Sell)));
            await Task.Delay(2);
        }
    }
}
