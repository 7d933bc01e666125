using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Every failure is of a kind, names the call, says what to do, and never holds the key.</summary>
[Collection(SocketTests.Name)]
public sealed class ErrorTests : IClassFixture<ScriptedExchange>, IDisposable
{
    /// <summary>The documentation's table of codes.</summary>
    private static readonly int[] Documented =
    [
        1000, 1001, 1002, 1003, 1004, 1005, 1006, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1049, 1050, 10501, 1052, 1053, 1100, 1101, 1102, 1120, 1121,
        1122, 1123, 1124, 1125, 1126, 1127, 1128, 1129, 1130, 1131, 1132, 1133, 1134, 1135, 1136, 1137, 1138, 1139, 1140, 1141, 1142, 1143, 1144, 1145,
        1146, 1147, 1148, 1500, 1600, 1601, 1602, 1604, 1605, 1607, 1608, 1650, 1700, 1701, 1703, 1704,
    ];

    private readonly ScriptedExchange _exchange;
    private readonly ExtendedRestClient _client;

    public ErrorTests(ScriptedExchange exchange)
    {
        _exchange = exchange;
        // With repetitions a 429 would pause the budget for seconds.
        _client = exchange.Client();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void The_table_of_codes_is_complete_and_each_says_what_to_do()
    {
        Assert.Equal(Documented.Order(), ExtendedErrorCodes.All.Select(code => code.Code).Order());
        Assert.All(ExtendedErrorCodes.All, code =>
        {
            Assert.Same(code, ExtendedErrorCodes.Find(code.Code));
            Assert.Matches("^[A-Z][A-Za-z0-9]+$", code.Name);
            Assert.Matches(@"^[A-Z].+\.$", code.Advice);
            Assert.NotEqual(ExtendedErrorKind.Transport, code.Kind);
        });
        Assert.Equal(Documented.Length, ExtendedErrorCodes.All.Select(code => code.Name).Distinct().Count());
        Assert.Null(ExtendedErrorCodes.Find(1007));
    }

    [Theory]
    [InlineData(401, "", ExtendedErrorKind.Authentication, 0)]
    [InlineData(403, """{"status":"ERROR","error":{"code":1500,"message":"m"}}""", ExtendedErrorKind.Authentication, 1500)]
    [InlineData(429, "", ExtendedErrorKind.RateLimited, 0)]
    [InlineData(429, """{"status":"ERROR","error":{"code":429,"message":"m"}}""", ExtendedErrorKind.RateLimited, 429)]
    [InlineData(422, """{"status":"ERROR","error":{"code":1140,"message":"New order cost exceeds"}}""", ExtendedErrorKind.InsufficientFunds, 1140)]
    [InlineData(400, """{"status":"ERROR","error":{"code":"1124","message":"m"}}""", ExtendedErrorKind.InvalidRequest, 1124)]
    [InlineData(500, """{"status":"ERROR","error":{"code":1124,"message":"m"}}""", ExtendedErrorKind.InvalidRequest, 1124)]
    [InlineData(422, """{"status":"ERROR","error":{"code":1006,"message":"m"}}""", ExtendedErrorKind.Server, 1006)]
    [InlineData(200, """{"status":"ERROR","error":{"code":1001,"message":"m"}}""", ExtendedErrorKind.InvalidMarket, 1001)]
    [InlineData(503, """{"status":"ERROR","error":{"code":1010,"message":"m"}}""", ExtendedErrorKind.Maintenance, 1010)]
    [InlineData(404, """{"status":"error","error":{"code":"NOT_FOUND","message":"m"}}""", ExtendedErrorKind.NotFound, 0)]
    [InlineData(404, """{"status":"ERROR","error":{"code":1142,"message":"m"}}""", ExtendedErrorKind.NotFound, 1142)]
    [InlineData(422, """{"error":{"code":999999,"message":null}}""", ExtendedErrorKind.Rejected, 999999)]
    [InlineData(200, """{"status":"ERROR"}""", ExtendedErrorKind.Rejected, 0)]
    [InlineData(404, "", ExtendedErrorKind.NotFound, 0)]
    [InlineData(400, "bad", ExtendedErrorKind.Rejected, 0)]
    [InlineData(408, "", ExtendedErrorKind.Timeout, 0)]
    [InlineData(502, "<html>", ExtendedErrorKind.Server, 0)]
    [InlineData(302, "", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, "<html>", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, "", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, "null", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, """{"status":"OK"}""", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, """{"status":"OK","data":[null]}""", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, """{"status":"OK","data":[{"id":"x"}]}""", ExtendedErrorKind.Protocol, 0)]
    public async Task Every_answer_that_is_no_success_is_of_a_kind_and_names_the_call(int status, string body, ExtendedErrorKind kind, int code)
    {
        _exchange.Answer(status, body);

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.GetOpenOrdersAsync(["BTC-USD"]));

        Assert.Equal((kind, code), (e.Kind, e.Code));
        Assert.StartsWith("GET /user/orders:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedExchange.Key, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_gives_code_name_the_exchanges_words_and_advice()
    {
        _exchange.Answer(422, """{"status":"ERROR","error":{"code":1140,"message":"New order cost exceeds available balance"}}""", ("Retry-After", "3"));

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.GetBalanceAsync());

        Assert.Equal(
            "GET /user/balance: HTTP 422, 1140 OrderCostExceedsBalance: New order cost exceeds available balance. Lower the size, cancel orders or add collateral.",
            e.Message);
        Assert.Equal((422, 1140, "1140", "New order cost exceeds available balance", TimeSpan.FromSeconds(3)), (e.HttpStatus, e.Code, e.CodeText, e.Reason, e.RetryAfter));
        Assert.True(e.IsRefused);
    }

    [Theory]
    [InlineData(ExtendedErrorKind.Transport, false)]
    [InlineData(ExtendedErrorKind.Timeout, false)]
    [InlineData(ExtendedErrorKind.Server, false)]
    [InlineData(ExtendedErrorKind.Protocol, false)]
    [InlineData(ExtendedErrorKind.Authentication, true)]
    [InlineData(ExtendedErrorKind.RateLimited, true)]
    [InlineData(ExtendedErrorKind.NotFound, true)]
    [InlineData(ExtendedErrorKind.Rejected, true)]
    [InlineData(ExtendedErrorKind.InvalidMarket, true)]
    [InlineData(ExtendedErrorKind.InvalidRequest, true)]
    [InlineData(ExtendedErrorKind.InsufficientFunds, true)]
    [InlineData(ExtendedErrorKind.Maintenance, true)]
    public void What_is_not_known_is_not_called_refused(ExtendedErrorKind kind, bool refused) =>
        Assert.Equal(refused, new ExtendedException(kind, "m").IsRefused);

    [Fact]
    public async Task No_answer_no_connection_no_key_and_no_http_are_told_apart()
    {
        _exchange.Answer(async (context, _) => await Task.Delay(Timeout.Infinite, context.RequestAborted));
        using ExtendedRestClient impatient = ScriptedExchange.Client(_exchange.Options() with { Timeout = TimeSpan.FromMilliseconds(100) });
        using ExtendedRestClient nowhere = ScriptedExchange.Client(_exchange.Options() with { BaseAddress = new Uri("http://127.0.0.1:1") });
        using ExtendedRestClient anonymous = _exchange.Client(withKey: false);
        using var noHttp = new WireServer((peer, _) =>
        {
            peer.ReadHead();
            peer.Send("220 mail.example ESMTP\r\n\r\n");
        });
        using var cutOff = new WireServer((peer, _) =>
        {
            peer.ReadHead();
            peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\"");
        });
        using ExtendedRestClient mail = ScriptedExchange.Client(_exchange.Options() with { BaseAddress = noHttp.Http });
        using ExtendedRestClient broken = ScriptedExchange.Client(_exchange.Options() with { BaseAddress = cutOff.Http });

        Assert.Equal(ExtendedErrorKind.Timeout, (await Assert.ThrowsAsync<ExtendedException>(() => impatient.GetMarketsAsync())).Kind);
        Assert.Equal(ExtendedErrorKind.Transport, (await Assert.ThrowsAsync<ExtendedException>(() => nowhere.GetMarketsAsync())).Kind);
        Assert.Equal(ExtendedErrorKind.Authentication, (await Assert.ThrowsAsync<ExtendedException>(() => anonymous.GetBalanceAsync())).Kind);
        Assert.Equal(ExtendedErrorKind.Protocol, (await Assert.ThrowsAsync<ExtendedException>(() => mail.GetMarketsAsync())).Kind);
        Assert.Equal(ExtendedErrorKind.Transport, (await Assert.ThrowsAsync<ExtendedException>(() => broken.GetMarketsAsync())).Kind);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        _exchange.Answer(307, "", ("Location", new Uri(_exchange.Address, "elsewhere").AbsoluteUri));
        int before = _exchange.Requests.Count;

        await Assert.ThrowsAsync<ExtendedException>(() => _client.GetBalanceAsync());

        Assert.Equal(["GET /api/v1/user/balance key"], _exchange.Requests.Skip(before));
    }

    [Fact]
    public async Task An_exchange_that_repeats_the_key_does_not_make_us_print_it()
    {
        _exchange.Answer(401, $$$"""{"status":"ERROR","error":{"code":"{{{ScriptedExchange.Key}}}","message":"Invalid key {{{ScriptedExchange.Key.ToUpperInvariant()}}}"}}""");

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.GetBalanceAsync());

        Assert.DoesNotContain(ScriptedExchange.Key, e + e.Reason + e.CodeText, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Invalid key (secret)", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with\nnewline")]
    [InlineData("with blank")]
    [InlineData("\u00e9")]
    public void A_key_that_no_header_can_carry_is_refused_without_showing_it(string text)
    {
        using var key = new LowLatencyMM.Signing.SecretText(text);

        ArgumentException e = Assert.Throws<ArgumentException>(() => ScriptedExchange.Client(_exchange.Options() with { ApiKey = key }));

        Assert.DoesNotContain(text, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://host/api")]
    [InlineData("http://user:canary@host/api")]
    [InlineData("http://host/api?canary=1")]
    [InlineData("/api/v1")]
    public void An_address_that_is_no_rest_base_is_refused(string address)
    {
        RestOptions options = _exchange.Options() with { BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute) };

        ArgumentException e = Assert.Throws<ArgumentException>(() => ScriptedExchange.Client(options));

        Assert.DoesNotContain("canary", e.ToString(), StringComparison.Ordinal);
    }
}
