using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Whatever stands in an answer's body: it is read, or the failure is of kind Protocol.</summary>
public sealed class RestMutationTests
{
    private static readonly string[] Tokens =
        ["null", "true", "[]", "{}", "\"\"", "-1", "1e400", "9223372036854775808", "0.1", "\"x\"", "\"\\ud800\"", "[[[[", "\u0000", "\"status\":\"OK\",", "\"data\":"];

    private static readonly (string Name, byte[] Body, Action<byte[]> Read)[] Answers =
    [
        Answer("markets", Samples.Wire("rest-markets"), body => RestJson.ReadList<MarketInfo>(body, "x")),
        Answer("book", Samples.Wire("rest-orderbook"), body => RestJson.ReadData<OrderBookInfo>(body, "x")),
        Answer("public trades", Samples.Wire("rest-public-trades"), body => RestJson.ReadList<PublicTradeInfo>(body, "x")),
        Answer("account", Samples.Wire("rest-account-info"), body => RestJson.ReadData<AccountInfo>(body, "x")),
        Answer("balance", Samples.Wire("rest-balance"), body => RestJson.ReadData<BalanceInfo>(body, "x")),
        Answer("positions", Samples.Wire("rest-positions"), body => RestJson.ReadList<PositionInfo>(body, "x")),
        Answer("orders", Encoding.UTF8.GetBytes(WholeOrder), body => RestJson.ReadList<OrderInfo>(body, "x")),
        Answer("trades", Samples.Wire("rest-user-trades"), body => RestJson.ReadPage<UserTradeInfo>(body, "x")),
        Answer("fees", Samples.Wire("rest-fees"), body => RestJson.ReadList<FeeInfo>(body, "x")),
        Answer("placed", Samples.Wire("rest-order-create-response"), body => RestJson.ReadData<PlacedOrder>(body, "x")),
    ];

    /// <summary>With every member that an order may have.</summary>
    private const string WholeOrder =
        """
        {"status":"OK","data":[{"id":"2103823146862505984","accountId":100023,"externalId":"a","market":"BTC-USD","type":"CONDITIONAL","side":"BUY",
        "status":"UNTRIGGERED","statusReason":"SOMETHING_NEW","price":null,"averagePrice":"84070.10","qty":"0.00500","filledQty":"0","cancelledQty":0.001,
        "payedFee":"0.000000","reduceOnly":false,"postOnly":true,"createdAt":1790425500012,"updatedAt":1790425500812,"timeInForce":"GTT",
        "expiryTime":1790429100000,"prevOrderId":7,"tpslType":"ORDER","unknown":{"a":[1,{"b":null}]},
        "trigger":{"triggerPrice":"85000","triggerPriceType":"MARK","triggerPriceDirection":"UP","executionPriceType":"LIMIT"},
        "takeProfit":{"triggerPrice":"86000","triggerPriceType":"LAST","price":"85900","priceType":"LIMIT","status":"NEW"},
        "stopLoss":null,"twap":{"durationSeconds":60,"frequencySeconds":30,"randomise":true}}],"pagination":{"cursor":5,"count":1}}
        """;

    [Fact]
    public void Every_spelling_and_member_of_an_order_is_read()
    {
        OrderInfo order = Assert.Single(RestJson.ReadList<OrderInfo>(Encoding.UTF8.GetBytes(WholeOrder), "x"));

        Assert.Equal((2103823146862505984, 1790425500012, 1790425500812, 1790429100000, 7), (order.Id, order.CreatedTime, order.UpdatedTime, order.ExpireTime, order.PrevOrderId));
        Assert.Equal(("SOMETHING_NEW", "ORDER", "UP", 85900m, true), (order.StatusReason!.Value.Text, order.TpSlType!.Value.Text, order.Trigger!.Direction!.Value.Text, order.TakeProfit!.Price, order.Twap!.Randomise));
        Assert.Equal((null, 84070.10m, 0.001m), (order.Price, order.AveragePrice, order.CancelledQty));
        Assert.Null(order.StopLoss);
    }

    [Fact]
    public void Whatever_an_answer_holds_it_is_read_or_of_kind_Protocol()
    {
        int refused = 0;
        int cases = LongSuite.Cases(5_000, 500_000);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(20260926, 9), Prop.ForAll(Mutations().ToArbitrary(), mutation =>
        {
            try
            {
                mutation.Read(mutation.Body);
            }
            catch (ExtendedException e)
            {
                Assert.Equal(ExtendedErrorKind.Protocol, e.Kind);
                refused++;
            }
        }));
        Assert.InRange(refused, cases / 4, cases * 49 / 50);
    }

    [Fact]
    public void Whatever_a_refusal_holds_it_is_told_as_one()
    {
        byte[] sample = Encoding.UTF8.GetBytes("""{"status":"ERROR","error":{"code":1140,"message":"New order cost","debugInfo":"x"}}""");
        using var response = new HttpResponseMessage(System.Net.HttpStatusCode.UnprocessableEntity);
        var bodies = from body in Mutated(sample) select body;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Cases(1_000, 100_000)).WithReplay(20260926, 11), Prop.ForAll(bodies.ToArbitrary(), body =>
        {
            ExtendedException? e = RestErrors.Read("POST /x", response, body, DateTimeOffset.UnixEpoch);
            Assert.NotNull(e);
            Assert.StartsWith("POST /x: HTTP 422", e.Message, StringComparison.Ordinal);
        }));
    }

    private static Gen<(Action<byte[]> Read, byte[] Body)> Mutations() =>
        from answer in Gen.Elements(Answers)
        from body in Mutated(answer.Body)
        select (answer.Read, body);

    private static Gen<byte[]> Mutated(byte[] sample) =>
        from count in Gen.Choose(1, 3)
        from edits in (from kind in Gen.Choose(0, 4)
                       from at in Gen.Choose(0, sample.Length - 1)
                       from length in Gen.Choose(1, 12)
                       from value in Gen.Choose(0, 255)
                       from token in Gen.Elements(Tokens)
                       select (kind, at, length, value, token)).ArrayOf(count)
        select edits.Aggregate(sample, (body, edit) => Edit(body, edit.kind, edit.at, edit.length, (byte)edit.value, edit.token));

    private static byte[] Edit(byte[] body, int kind, int at, int length, byte value, string token)
    {
        if (body.Length == 0)
            return body;
        at %= body.Length;
        int end = Math.Min(at + length, body.Length);
        return kind switch
        {
            0 => body[..at],
            1 => [.. body[..at], value, .. body[(at + 1)..]],
            2 => [.. body[..at], .. body[end..]],
            3 => [.. body[..at], .. Encoding.UTF8.GetBytes(token), .. body[end..]],
            _ => [.. body[..end], .. body[at..]],
        };
    }

    private static (string, byte[], Action<byte[]>) Answer(string name, byte[] body, Action<byte[]> read) => (name, body, read);
}
