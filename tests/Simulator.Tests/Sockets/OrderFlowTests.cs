using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests.Sockets;

public sealed class OrderFlowTests
{
    [Fact]
    public async Task A_resting_order_is_told_as_new_then_balance_and_a_cancel_as_cancelled_then_balance()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());
        using RestClient rest = new(server);
        using StreamClient account = await StreamClient.ConnectAccountAsync(server);
        Assert.Equal(["BALANCE 1", "POSITION 2", "ORDER 3"], await NamesAsync(account, 3));

        long id = await rest.PlaceAsync(new OrderDraft { Id = "rest-1", PostOnly = true, Price = "60000" });
        JsonElement placed = await account.NextAsync();
        Assert.Equal("BALANCE 5", Name(await account.NextAsync()));
        await rest.SendAsync(HttpMethod.Delete, $"/user/order/{id}");
        JsonElement cancelled = await account.NextAsync();

        Assert.Equal("NEW", Order(placed).GetProperty("status").GetString());
        Assert.Equal(id, Order(placed).GetProperty("id").GetInt64());
        Assert.Equal("CANCELLED", Order(cancelled).GetProperty("status").GetString());
        Assert.Equal("0.010", Order(cancelled).GetProperty("cancelledQty").GetString());
        Assert.Equal("BALANCE 7", Name(await account.NextAsync()));
    }

    private static JsonElement Order(JsonElement frame) => frame.GetProperty("data").GetProperty("orders")[0];

    private static string Name(JsonElement frame) => $"{frame.GetProperty("type").GetString()} {frame.GetProperty("seq").GetInt64()}";

    private static async Task<string[]> NamesAsync(StreamClient stream, int count)
    {
        List<string> names = [];
        while (names.Count < count)
            names.Add(Name(await stream.NextAsync()));
        return [.. names];
    }
}
