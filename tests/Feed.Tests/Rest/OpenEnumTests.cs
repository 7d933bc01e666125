using System.Text;
using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Rest;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Enumerations that the exchange may extend.</summary>
public sealed class OpenEnumTests
{
    private delegate T Reader<T>(ReadOnlySpan<byte> name);

    [Fact]
    public void A_value_that_is_not_known_keeps_its_text()
    {
        OpenEnum<OrderStatus> value = Read<OrderStatus>("\"HALF_FILLED_\u00e9\"");

        Assert.Equal((OrderStatus.Unknown, "HALF_FILLED_\u00e9", false), (value.Value, value.Text, value.IsKnown));
        Assert.Equal("HALF_FILLED_\u00e9", value.ToString());
        Assert.True(value != OrderStatus.New && value != new OpenEnum<OrderStatus>("OTHER") && value == new OpenEnum<OrderStatus>("HALF_FILLED_\u00e9"));
        Assert.Equal("17", Read<OrderStatus>("17").Text);
    }

    [Fact]
    public void Case_does_not_matter_and_the_text_stays_as_written()
    {
        OpenEnum<Side> value = Read<Side>("\"buy\"");

        Assert.True(value == Side.Buy);
        Assert.Equal(value.GetHashCode(), ((OpenEnum<Side>)Side.Buy).GetHashCode());
        Assert.Equal(("buy", "\"buy\""), (value.Text, JsonSerializer.Serialize(value, RestJson.Options)));
    }

    [Fact]
    public void Rest_and_streams_have_the_same_names()
    {
        Agree<Side>(WireNames.Side);
        Agree<TradeType>(WireNames.TradeType);
        Agree<PositionSide>(WireNames.PositionSide);
        Agree<PositionStatus>(WireNames.PositionStatus);
        Agree<OrderType>(WireNames.OrderType);
        Agree<OrderStatus>(WireNames.OrderStatus);
        Agree<OrderStatusReason>(WireNames.OrderStatusReason);
        Assert.True(Read<TradeType>("\"ADL\"") == TradeType.Deleverage);
    }

    [Fact]
    public void The_documented_texts_of_the_other_enumerations()
    {
        Assert.Equal(["UNKNOWN", "GTT", "IOC"], Names<TimeInForce>());
        Assert.Equal(["UNKNOWN", "DISABLED", "ACCOUNT", "CLIENT"], Names<SelfTradeProtection>());
        Assert.Equal(["UNKNOWN", "LAST", "MARK", "INDEX"], Names<TriggerPriceType>());
        Assert.Equal(["UNKNOWN", "UP", "DOWN"], Names<TriggerDirection>());
        Assert.Equal(["UNKNOWN", "LIMIT", "MARKET"], Names<PriceType>());
        Assert.Equal(["UNKNOWN", "ORDER", "POSITION"], Names<TpslType>());
        Assert.Equal(["UNKNOWN", "ACTIVE", "REDUCE_ONLY", "DELISTED", "PRELISTED", "DISABLED"], Names<MarketStatus>());
        Assert.Equal(["UNKNOWN", "PERPETUAL", "SPOT"], Names<MarketType>());
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(EnumNames<T>.NameOf);

    private static void Agree<T>(Reader<T> streams)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
            Assert.Equal(value, streams(Encoding.ASCII.GetBytes(EnumNames<T>.NameOf(value))));
    }

    private static OpenEnum<T> Read<T>(string json)
        where T : struct, Enum => JsonSerializer.Deserialize<OpenEnum<T>>(json, RestJson.Options);
}
