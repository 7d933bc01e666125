using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Wire;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>
/// The calls that change something. Bodies are parsed and signatures checked on the request's own thread, the rest is done on the
/// simulation's.
/// </summary>
internal sealed class TradingApi(SimulationLoop loop, Faults faults, OrderSignatureCheck signatures, Assumptions assumptions)
{
    public async Task<RestAnswer> PlaceAsync(ReadOnlyMemory<byte> body)
    {
        OrderBody parsed = OrderBody.Parse(body);
        if (faults.TakeOrderError() is { } refusal)
        {
            long timeMs = await loop.InvokeAsync((exchange, _) => exchange.NowMs).ConfigureAwait(false);
            faults.Log.Add(new InjectedFault(
                FaultKind.OrderRefused, timeMs, 0, $"POST /user/order {parsed.Request.ExternalId}", 0, TimeSpan.Zero));
            return RestAnswer.Error(refusal);
        }
        OrderRequest signed = signatures.Check(parsed);
        OrderAnswer answer = await loop.InvokeAsync((exchange, time) => exchange.Place(time, signed)).ConfigureAwait(false);
        return answer.Error is { } error ? RestAnswer.Error(error) : RestAnswer.Data(text => text
            .Raw("{\"id\":"u8).Integer(answer.Id).Raw(",\"externalId\":"u8).Quoted(answer.ExternalId).Raw((byte)'}'));
    }

    public Task<RestAnswer> CancelByIdAsync(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? loop.InvokeAsync((exchange, time) => OkOr(exchange.Cancel(time, id)))
            : throw new RefusedException(RequestError.Malformed($"The order's id is '{text}', expected an integer"));

    public Task<RestAnswer> CancelAsync(string externalId) => externalId.Length > 0
        ? loop.InvokeAsync((exchange, time) => OkOr(exchange.Cancel(time, externalId)))
        : throw new RefusedException(RequestError.Malformed("The query parameter externalId is missing"));

    public Task<RestAnswer> MassCancelAsync(ReadOnlyMemory<byte> json)
    {
        MassCancelBody body = MassCancelBody.Parse(json);
        return loop.InvokeAsync((exchange, time) =>
        {
            exchange.CancelAll(time, body.Names);
            return RestAnswer.Ok;
        });
    }

    public Task<RestAnswer> SetDeadMansSwitchAsync(RestQuery query)
    {
        long seconds = query.Number("countdownTime");
        return loop.InvokeAsync((exchange, time) =>
        {
            exchange.SetDeadMansSwitch(time, seconds);
            return RestAnswer.Ok;
        });
    }

    public Task<RestAnswer> SetLeverageAsync(ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        string name = Member(document.RootElement, "market"), text = Member(document.RootElement, "leverage");
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal leverage))
            throw new RefusedException(RequestError.Malformed($"leverage is '{text}', expected a decimal number"));
        return loop.InvokeAsync((exchange, time) =>
        {
            if (exchange.FindMarket(name) is not { } market)
                return RestAnswer.Error(new RequestError(404, 1001, $"Market '{name}' not found"));
            if (exchange.SetLeverage(time, market, leverage) is { } error)
                return RestAnswer.Error(error);
            return assumptions.LeverageAnswerIsEmpty
                ? new RestAnswer(200, [])
                : RestAnswer.Data(answer => ClientJson.WriteLeverage(answer, market.Position));
        });
    }

    private static string Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    private static RestAnswer OkOr(RequestError? error) => error is null ? RestAnswer.Ok : RestAnswer.Error(error);
}
