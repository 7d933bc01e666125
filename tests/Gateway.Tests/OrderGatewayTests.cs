using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway.Tests;

public sealed class OrderGatewayTests : IDisposable
{
    private readonly GatewayFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_sample_order_becomes_the_sample_request()
    {
        _fixture.AddOrder();

        Event[] events = _fixture.Process();

        SentRequest request = Assert.Single(_fixture.Sent.Requests);
        AssertSameMembers("rest-order-create-request.json", request.Json(), ("id", ExternalId.Format(0x1_0000_0001)));
        JsonElement vector = TestAccount.Vectors.GetProperty("orders")[3];
        Assert.Equal([EventKind.OrderSent, EventKind.OrderSigned], events.Select(e => e.Kind));
        Assert.Equal(vector.GetProperty("hash").GetString(), Hex(events[1].OrderSigned.Hash));
        Assert.Equal(vector.GetProperty("r").GetString(), Hex(events[1].OrderSigned.R));
        Assert.Equal(vector.GetProperty("s").GetString(), Hex(events[1].OrderSigned.S));
    }

    [Fact]
    public void The_sample_replace_becomes_the_sample_request_with_the_old_orders_external_id()
    {
        ref OrderSentPayload order = ref _fixture.AddOrder();
        order.Request = RequestKind.Replace;
        order.OwnId = 0x1_0000_0002;
        order.CancelOwnId = 0x1_0000_0001;
        order.QuantitySteps = 300;
        order.PriceTicks = 84_065;
        order.Nonce = 1_473_459_053;

        _fixture.Process();

        SentRequest request = Assert.Single(_fixture.Sent.Requests);
        Assert.Equal(RequestKind.Replace, request.Kind);
        AssertSameMembers("rest-order-replace-request.json", request.Json(),
            ("id", ExternalId.Format(0x1_0000_0002)), ("cancelId", ExternalId.Format(0x1_0000_0001)));
    }

    [Fact]
    public void Each_market_has_its_own_names_settlement_and_connections()
    {
        using StarkSigner signer = TestAccount.NewSigner();
        using var apiKey = new SecretText(TestAccount.ApiKey);
        MarketSettings other = TestAccount.Market with { Name = "ETH-USD", Step = new Grid(1, 3), SyntheticId = "0x4554482d3300000000000000000000" };
        using var gateway = new OrderGateway<RecordingSink>(
            new RecordingSink(_fixture.Sent), _fixture.Ring, [TestAccount.Market, other], signer, TestAccount.PositionId, TestAccount.Target, apiKey);
        foreach (ushort market in new ushort[] { 0, 1, 2 })
        {
            ref OrderSentPayload order = ref _fixture.AddOrder();
            _fixture.Batch[_fixture.Batch.Count - 1].Market = market;
            order.Side = market == 1 ? Side.Sell : order.Side;
        }

        gateway.Process(ref _fixture.Batch);

        Assert.Equal([0, 3], _fixture.Sent.Requests.Select(request => request.Connection));
        Assert.Equal(["BTC-USD", "ETH-USD"], _fixture.Sent.Requests.Select(request => request.Json().GetProperty("market").GetString()));
        Assert.Equal(SendOutcome.Refused, _fixture.Batch[2].OrderSent.Outcome);
    }

    [Fact]
    public void An_order_is_one_http_request_with_head_and_body()
    {
        _fixture.AddOrder();

        _fixture.Process();

        SentRequest request = Assert.Single(_fixture.Sent.Requests);
        Assert.Equal("POST /api/v1/user/order HTTP/1.1", request.Head[0]);
        Assert.Equal("127.0.0.1:8080", request.Header("Host"));
        Assert.Equal("LowLatencyMM/0.1", request.Header("User-Agent"));
        Assert.Equal(TestAccount.ApiKey, request.Header("X-Api-Key"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("keep-alive", request.Header("Connection"));
        Assert.Equal(request.Body.Length.ToString(CultureInfo.InvariantCulture), request.Header("Content-Length"));
        Assert.Equal(8, request.Head.Length);
    }

    [Fact]
    public void A_cancel_names_the_order_by_its_external_id_and_has_no_body()
    {
        ref OrderSentPayload cancel = ref _fixture.Batch.Add(EventKind.OrderSent, 0, GatewayFixture.DecidedNs).OrderSent;
        cancel.Request = RequestKind.Cancel;
        cancel.OwnId = 0x1_0000_0001;
        cancel.Side = Side.Sell;

        Event[] events = _fixture.Process();

        SentRequest request = Assert.Single(_fixture.Sent.Requests);
        Assert.Equal("DELETE /api/v1/user/order?externalId=mm0000000100000001 HTTP/1.1", request.Head[0]);
        Assert.Equal(TestAccount.ApiKey, request.Header("X-Api-Key"));
        Assert.Equal(0, request.Body.Length);
        Assert.Equal((1, RequestKind.Cancel, 0x1_0000_0001), (request.Connection, request.Kind, request.OwnId));
        Assert.Equal(SendOutcome.Sent, Assert.Single(events).OrderSent.Outcome);
    }

    [Fact]
    public void Buys_and_sells_have_a_connection_each()
    {
        _fixture.AddOrder();
        _fixture.AddOrder().Side = Side.Sell;

        _fixture.Process();

        Assert.Equal([(0, "BUY"), (1, "SELL")],
            _fixture.Sent.Requests.Select(request => (request.Connection, request.Json().GetProperty("side").GetString())));
    }

    [Theory]
    [InlineData(RequestKind.Query, SendOutcome.Sent)]
    [InlineData(RequestKind.MassCancel, SendOutcome.Sent)]
    [InlineData(RequestKind.Query, SendOutcome.NotSent)]
    public void Queries_and_mass_cancels_are_executed_elsewhere_and_tell_whether_they_were_taken(RequestKind kind, SendOutcome outcome)
    {
        _fixture.Sent.Outcome = outcome;
        ref Event decision = ref _fixture.Batch.Add(EventKind.OrderSent, 0, GatewayFixture.DecidedNs);
        decision.OrderSent.Request = kind;
        decision.OrderSent.OwnId = 5;

        Event[] events = _fixture.Process();

        Assert.Empty(_fixture.Sent.Requests);
        Event control = Assert.Single(_fixture.Sent.Controls);
        Assert.Equal((kind, 5), (control.OrderSent.Request, control.OrderSent.OwnId));
        Assert.Equal(outcome, Assert.Single(events).OrderSent.Outcome);
    }

    [Fact]
    public void A_batch_comes_back_in_its_order_with_each_signature_right_after_its_order()
    {
        _fixture.Batch.Add(EventKind.QuoteDecision, 0, GatewayFixture.DecidedNs).QuoteDecision.BidTicks = 11;
        _fixture.AddOrder();
        _fixture.Batch.Add(EventKind.RiskVerdict, 0, GatewayFixture.DecidedNs).RiskVerdict.Limit = 12;
        _fixture.AddOrder().Side = Side.Sell;
        _fixture.Batch.Add(EventKind.StateHash, 0, GatewayFixture.DecidedNs).StateHash.Hash = 13;

        Event[] events = _fixture.Process();

        EventKind[] expected =
        [
            EventKind.QuoteDecision, EventKind.OrderSent, EventKind.OrderSigned, EventKind.RiskVerdict, EventKind.OrderSent,
            EventKind.OrderSigned, EventKind.StateHash,
        ];
        Assert.Equal(expected, events.Select(e => e.Kind));
        Assert.Equal((11, 12, 13), (events[0].QuoteDecision.BidTicks, events[3].RiskVerdict.Limit, events[6].StateHash.Hash));
        Assert.NotEqual(Hex(events[2].OrderSigned.Hash), Hex(events[5].OrderSigned.Hash));
        Assert.All(events, e => Assert.Equal(_fixture.Sent.ClockNs, e.ReceiveNs));
        Assert.All(events, e => Assert.Equal(StreamId.Engine, e.Stream));
    }

    [Fact]
    public void Outcome_and_send_times_are_the_sinks()
    {
        long begin = _fixture.Sent.ClockNs;
        _fixture.AddOrder();

        Event sent = _fixture.Process()[0];

        // The first look at the clock is the signature's.
        Assert.Equal((SendOutcome.Sent, begin + 20, begin + 30, begin + 40),
            (sent.OrderSent.Outcome, sent.OrderSent.BeforeSendNs, sent.OrderSent.AfterSendNs, sent.ReceiveNs));
    }

    [Theory]
    [InlineData(SendOutcome.NotSent)]
    [InlineData(SendOutcome.Unknown)]
    public void An_order_that_did_not_surely_leave_is_recorded_with_its_signature(SendOutcome outcome)
    {
        _fixture.Sent.Outcome = outcome;
        _fixture.AddOrder();

        Event[] events = _fixture.Process();

        Assert.Equal([EventKind.OrderSent, EventKind.OrderSigned], events.Select(e => e.Kind));
        Assert.Equal(outcome, events[0].OrderSent.Outcome);
    }

    public static TheoryData<string> RefusedChanges => [.. Refusals.Keys];

    private static readonly Dictionary<string, Change> Refusals = new()
    {
        ["no side"] = (ref OrderSentPayload order) => order.Side = Side.None,
        ["price 0"] = (ref OrderSentPayload order) => order.PriceTicks = 0,
        ["negative price"] = (ref OrderSentPayload order) => order.PriceTicks = -1,
        ["size 0"] = (ref OrderSentPayload order) => order.QuantitySteps = 0,
        ["negative size"] = (ref OrderSentPayload order) => order.QuantitySteps = -500,
        ["amount overflow"] = (ref OrderSentPayload order) => (order.PriceTicks, order.QuantitySteps) = (long.MaxValue, long.MaxValue),
        ["quote overflow"] = (ref OrderSentPayload order) => (order.PriceTicks, order.QuantitySteps) = (1L << 40, 1L << 40),
        ["nonce 0"] = (ref OrderSentPayload order) => order.Nonce = 0,
        ["nonce 2^31"] = (ref OrderSentPayload order) => order.Nonce = 1L << 31,
        ["no expiry"] = (ref OrderSentPayload order) => order.ExpiryMs = 0,
        ["negative expiry"] = (ref OrderSentPayload order) => order.ExpiryMs = -1,
        ["no own number"] = (ref OrderSentPayload order) => order.OwnId = 0,
        ["foreign number"] = (ref OrderSentPayload order) => order.OwnId = -3,
        ["create that cancels"] = (ref OrderSentPayload order) => order.CancelOwnId = 4,
        ["replace of nothing"] = (ref OrderSentPayload order) => order.Request = RequestKind.Replace,
        ["replace of itself"] = (ref OrderSentPayload order) =>
            (order.Request, order.CancelOwnId) = (RequestKind.Replace, order.OwnId),
        ["no request"] = (ref OrderSentPayload order) => order.Request = RequestKind.None,
        ["request of the host"] = (ref OrderSentPayload order) => order.Request = RequestKind.DeadMansSwitch,
        ["cancel without a number"] = (ref OrderSentPayload order) => (order.Request, order.OwnId) = (RequestKind.Cancel, 0),
        ["cancel of a foreign order"] = (ref OrderSentPayload order) => (order.Request, order.OwnId) = (RequestKind.Cancel, -1),
    };

    private delegate void Change(ref OrderSentPayload order);

    [Theory]
    [MemberData(nameof(RefusedChanges))]
    public void What_cannot_be_sent_is_refused_and_recorded_and_the_rest_of_the_batch_goes_on(string what)
    {
        Refusals[what](ref _fixture.AddOrder());
        _fixture.AddOrder();

        Event[] events = _fixture.Process();

        Assert.Equal([EventKind.OrderSent, EventKind.OrderSent, EventKind.OrderSigned], events.Select(e => e.Kind));
        Assert.Equal(SendOutcome.Refused, events[0].OrderSent.Outcome);
        Assert.Equal((0, 0), (events[0].OrderSent.BeforeSendNs, events[0].OrderSent.AfterSendNs));
        Assert.Equal(SendOutcome.Sent, events[1].OrderSent.Outcome);
        Assert.Single(_fixture.Sent.Requests);
    }

    [Fact]
    public void An_order_of_another_market_is_refused()
    {
        ref Event decision = ref _fixture.Batch.Add(EventKind.OrderSent, 1, GatewayFixture.DecidedNs);
        GatewayFixture.FillSample(ref decision.OrderSent);

        Event[] events = _fixture.Process();

        Assert.Equal(SendOutcome.Refused, Assert.Single(events).OrderSent.Outcome);
    }

    [Fact]
    public void An_empty_batch_does_nothing()
    {
        long clock = _fixture.Sent.ClockNs;

        Assert.Empty(_fixture.Process());

        Assert.Equal(clock, _fixture.Sent.ClockNs);
    }

    [Fact]
    public void The_api_key_stands_in_its_header_line_and_nowhere_else()
    {
        _fixture.AddOrder();
        ref OrderSentPayload cancel = ref _fixture.AddOrder();
        cancel.Request = RequestKind.Cancel;

        Event[] events = _fixture.Process();

        byte[] key = Encoding.ASCII.GetBytes(TestAccount.ApiKey);
        Assert.Equal(2, _fixture.Sent.Requests.Count);
        foreach (SentRequest request in _fixture.Sent.Requests)
        {
            string line = Assert.Single(request.Head, line => line.Contains(TestAccount.ApiKey, StringComparison.Ordinal));
            Assert.Equal("X-Api-Key: " + TestAccount.ApiKey, line);
            Assert.Equal(-1, request.Body.Span.IndexOf(key));
        }
        Assert.Equal(-1, MemoryMarshal.AsBytes(events.AsSpan()).IndexOf(key));
    }

    [Theory]
    [InlineData("canary\r\nInjected: x")]
    [InlineData("canary key")]
    [InlineData("canary\u00e9")]
    public void A_key_that_would_break_the_head_is_refused_without_being_shown(string text)
    {
        using var key = new SecretText(text);
        using StarkSigner signer = TestAccount.NewSigner();

        ArgumentException refused = Assert.Throws<ArgumentException>(() => new OrderGateway<RecordingSink>(
            new RecordingSink(_fixture.Sent), _fixture.Ring, TestAccount.Market, signer, TestAccount.PositionId, TestAccount.Target, key));

        Assert.Contains("API key", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_would_break_the_head_is_refused()
    {
        HttpTarget good = TestAccount.Target;

        foreach (HttpTarget bad in new[]
                 {
                     good with { Host = "" }, good with { Host = "a b" }, good with { Host = "h\r\nX: y" }, good with { BasePath = "api" },
                     good with { BasePath = "/api/" }, good with { BasePath = "/a b" }, good with { UserAgent = "" },
                     good with { UserAgent = "a\nb" },
                 })
            Assert.Throws<ArgumentException>(bad.Validate);
        good.Validate();
        (good with { BasePath = "" }).Validate();
    }

    [Fact]
    public void After_disposal_no_request_holds_the_key()
    {
        _fixture.Gateway.Dispose();
        _fixture.AddOrder();
        _fixture.AddOrder().Side = Side.Sell;
        _fixture.AddOrder().Request = RequestKind.Cancel;

        _fixture.Process();

        byte[] key = Encoding.ASCII.GetBytes(TestAccount.ApiKey);
        Assert.Equal(3, _fixture.Sent.Requests.Count);
        Assert.All(_fixture.Sent.Requests, request => Assert.Equal(-1, request.Bytes.AsSpan().IndexOf(key)));
    }

    private static void AssertSameMembers(string sample, JsonElement actual, params (string Name, string Value)[] ids)
    {
        JsonElement expected = TestAccount.Sample(sample);
        Assert.Equal(expected.EnumerateObject().Select(member => member.Name), actual.EnumerateObject().Select(member => member.Name));
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            JsonElement value = actual.GetProperty(member.Name);
            (string Name, string Value) id = ids.FirstOrDefault(id => id.Name == member.Name);
            if (id.Name is not null)
                Assert.Equal(id.Value, value.GetString());
            else
                Assert.True(JsonElement.DeepEquals(member.Value, value), $"{member.Name}: expected {member.Value}, found {value}");
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        Assert.True(Felt.TryFromBigEndian(bytes, out Felt value));
        return value.ToString();
    }
}
