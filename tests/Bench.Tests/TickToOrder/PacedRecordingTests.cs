using System.Text.Json;
using LowLatencyMM.Bench.TickToOrder;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.Bench.Tests.TickToOrder;

public sealed class PacedRecordingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"llmm-paced-{Guid.NewGuid():N}.jsonl");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_best_prices_move_by_one_tick_at_the_pace_for_a_minute()
    {
        PacedRecording.Write(_path, TimeSpan.FromMilliseconds(20));

        (long Rx, decimal Bid)[] best = [.. File.ReadLines(_path).Where(line => line.Contains("depth=1", StringComparison.Ordinal)).Select(Best)];
        Assert.Equal(2_999, best.Length);
        Assert.All(best.Zip(best.Skip(1)), pair =>
        {
            Assert.Equal(0.1m, Math.Abs(pair.Second.Bid - pair.First.Bid));
            Assert.Equal(20_000_000, pair.Second.Rx - pair.First.Rx);
        });
    }

    [Fact]
    public async Task The_exchange_plays_it()
    {
        PacedRecording.Write(_path, TimeSpan.FromMilliseconds(1));

        // It checks each line: numbers without holes, changes that add up, a book that is never crossed.
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions
        {
            DataFile = _path,
            Market = PacedRecording.Market,
            Tick = PacedRecording.Tick,
            Step = PacedRecording.Step,
        });

        Assert.NotEmpty((await exchange.GetStateAsync()).Markets[0].Bids);
    }

    private static (long Rx, decimal Bid) Best(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement bid = document.RootElement.GetProperty("frame").GetProperty("data").GetProperty("b")[0];
        return (document.RootElement.GetProperty("rx").GetInt64(), decimal.Parse(bid.GetProperty("p").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
    }
}
