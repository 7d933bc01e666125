using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>The REST calls under <c>/api/v1</c>: what every request goes through, and which part answers it.</summary>
internal sealed class RestApi(SimulationLoop loop, TradingApi trading, Faults faults, SimulatorOptions options, JsonVariety? variety)
{
    /// <summary>Path that all calls start with.</summary>
    public const string BasePath = "/api/v1";

    private const int LongestBody = 64 * 1024;

    private readonly RequestBudget _budget = new(options.RequestsPerMinute, options.SlidingRateWindow);

    /// <summary>Answers a request whose path starts with <see cref="BasePath"/>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        RestCall call = new(context, faults);
        RestAnswer answer = await SafeAnswerAsync(call).ConfigureAwait(false);
        if (call.Fate.Fault is { } fault)
            await NoteAsync(fault, call).ConfigureAwait(false);
        if (call.Fate.Fault is FaultKind.RequestLost or FaultKind.AnswerLost)
        {
            context.Abort();
            return;
        }
        TimeSpan delay = options.AnswerDelay;
        if (call.Fate.Fault == FaultKind.AnswerDelayed)
            delay += TimeSpan.FromMilliseconds(call.Fate.Amount);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, context.RequestAborted).ConfigureAwait(false);
        await WriteAsync(context, answer).ConfigureAwait(false);
    }

    private async Task<RestAnswer> SafeAnswerAsync(RestCall call)
    {
        try
        {
            return await AnswerAsync(call).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            return RestAnswer.Error(RequestError.Malformed($"The body is not a valid request: {e.Message}"));
        }
        catch (RefusedException e)
        {
            return RestAnswer.Error(e.Error);
        }
        catch (BadHttpRequestException e)
        {
            return RestAnswer.Error(e.StatusCode, e.Message);
        }
    }

    private async Task<RestAnswer> AnswerAsync(RestCall call)
    {
        ReadOnlyMemory<byte> body = await ReadBodyAsync(call.Context).ConfigureAwait(false);
        if (call is { Method: "POST", Path: ["user", "order"] })
            call.Target += OrderBody.IdOf(body) is { } id ? " " + id : "";
        if (call.Fate.Fault == FaultKind.TooManyRequests)
            return TooManyRequests(call.Context, 1);
        if (!_budget.TryTake(out int retryAfter))
        {
            await NoteAsync(FaultKind.TooManyRequests, call).ConfigureAwait(false);
            return TooManyRequests(call.Context, retryAfter);
        }
        if (call.Fate.Fault == FaultKind.ServerError)
            return RestAnswer.ServerError(call.Fate.Amount);
        if (string.IsNullOrEmpty(call.Context.Request.Headers.UserAgent))
            return RestAnswer.Error(403, "The User-Agent header is missing");
        if (call.Path is ["user", ..] && call.Context.Request.Headers["X-Api-Key"] != DemoAccount.ApiKey)
            return RestAnswer.Error(401, "The X-Api-Key header is missing or wrong");
        if (call.Fate.Fault == FaultKind.RequestLost)
            return default;
        return await DispatchAsync(call, body).ConfigureAwait(false)
            ?? RestAnswer.Error(404, $"No such call: {call.Method} {call.Context.Request.Path}");
    }

    private async Task<RestAnswer?> DispatchAsync(RestCall call, ReadOnlyMemory<byte> body)
    {
        RestQuery query = call.Query;
        return (call.Method, call.Path) switch
        {
            ("GET", ["info", .. string[] rest]) =>
                await loop.InvokeAsync((exchange, _) => PublicApi.Answer(exchange, rest, query)).ConfigureAwait(false),
            ("GET", ["user", .. string[] rest]) =>
                await loop.InvokeAsync((exchange, _) => PrivateApi.Answer(exchange, rest, query)).ConfigureAwait(false),
            ("POST", ["user", "order"]) => await trading.PlaceAsync(body).ConfigureAwait(false),
            ("DELETE", ["user", "order"]) => await trading.CancelAsync(query.Text("externalId")).ConfigureAwait(false),
            ("DELETE", ["user", "order", string id]) => await trading.CancelByIdAsync(id).ConfigureAwait(false),
            ("POST", ["user", "order", "massCancel"]) => await trading.MassCancelAsync(body).ConfigureAwait(false),
            ("POST", ["user", "deadmanswitch"]) => await trading.SetDeadMansSwitchAsync(query).ConfigureAwait(false),
            ("PATCH", ["user", "leverage"]) => await trading.SetLeverageAsync(body).ConfigureAwait(false),
            _ => null,
        };
    }

    private RestAnswer TooManyRequests(HttpContext context, int seconds)
    {
        if (options.RetryAfter == RetryAfterForm.Seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        else if (options.RetryAfter == RetryAfterForm.Date)
            context.Response.Headers.RetryAfter = DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);
        return RestAnswer.Error(429, "Too many requests");
    }

    private async Task NoteAsync(FaultKind kind, RestCall call)
    {
        long timeMs = await loop.InvokeAsync((exchange, _) => exchange.NowMs).ConfigureAwait(false);
        TimeSpan duration = kind == FaultKind.AnswerDelayed ? TimeSpan.FromMilliseconds(call.Fate.Amount) : TimeSpan.Zero;
        faults.Log.Add(new InjectedFault(kind, timeMs, 0, call.Target, 0, duration));
    }

    private async Task WriteAsync(HttpContext context, RestAnswer answer)
    {
        ReadOnlyMemory<byte> body = variety is null || answer.Body.Length == 0 ? answer.Body : variety.Vary(answer.Body);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.IsJson ? "application/json" : "text/html";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > LongestBody)
            throw new BadHttpRequestException("The body is too long", 413);
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
