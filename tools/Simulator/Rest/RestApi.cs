using System.Text.Json;
using LowLatencyMM.Simulator.Matching;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>The REST calls under <c>/api/v1</c>: what every request goes through, and which part answers it.</summary>
internal sealed class RestApi(SimulationLoop loop, TradingApi trading, Faults faults, SimulatorOptions options)
{
    /// <summary>Path that all calls start with.</summary>
    public const string BasePath = "/api/v1";

    private const int LongestBody = 64 * 1024;

    private readonly RequestBudget _budget = new(options.RequestsPerMinute);

    /// <summary>Answers a request whose path starts with <see cref="BasePath"/>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        RestAnswer answer;
        try
        {
            answer = await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            answer = RestAnswer.Error(RequestError.Malformed($"The body is not a valid request: {e.Message}"));
        }
        catch (RefusedException e)
        {
            answer = RestAnswer.Error(e.Error);
        }
        catch (BadHttpRequestException e)
        {
            answer = RestAnswer.Error(e.StatusCode, e.Message);
        }
        catch (AnswerLostException)
        {
            context.Abort();
            return;
        }
        if (options.AnswerDelay > TimeSpan.Zero)
            await Task.Delay(options.AnswerDelay, context.RequestAborted).ConfigureAwait(false);
        await WriteAsync(context, answer).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, RestAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<RestAnswer> AnswerAsync(HttpContext context)
    {
        if (faults.TakeTooManyRequests() || !_budget.TryTake())
            return RestAnswer.Error(429, "Too many requests");
        if (string.IsNullOrEmpty(context.Request.Headers.UserAgent))
            return RestAnswer.Error(403, "The User-Agent header is missing");

        string[] path = context.Request.Path.Value![BasePath.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is ["user", ..] && context.Request.Headers["X-Api-Key"] != DemoAccount.ApiKey)
            return RestAnswer.Error(401, "The X-Api-Key header is missing or wrong");
        RestQuery query = new(context.Request.Query);
        Task<RestAnswer?> answer = (context.Request.Method, path) switch
        {
            ("GET", ["info", .. string[] rest]) => loop.InvokeAsync((exchange, _) => PublicApi.Answer(exchange, rest, query)),
            ("GET", ["user", .. string[] rest]) => loop.InvokeAsync((exchange, _) => PrivateApi.Answer(exchange, rest, query)),
            ("POST", ["user", "order"]) => Some(trading.PlaceAsync(await ReadBodyAsync(context).ConfigureAwait(false))),
            ("DELETE", ["user", "order"]) => Some(trading.CancelAsync(query.Text("externalId"))),
            ("DELETE", ["user", "order", string id]) => Some(trading.CancelByIdAsync(id)),
            ("POST", ["user", "order", "massCancel"]) => Some(trading.MassCancelAsync(await ReadBodyAsync(context).ConfigureAwait(false))),
            ("POST", ["user", "deadmanswitch"]) => Some(trading.SetDeadMansSwitchAsync(query)),
            ("PATCH", ["user", "leverage"]) => Some(trading.SetLeverageAsync(await ReadBodyAsync(context).ConfigureAwait(false))),
            _ => Task.FromResult<RestAnswer?>(null),
        };
        return await answer.ConfigureAwait(false) ?? RestAnswer.Error(404, $"No such call: {context.Request.Method} {context.Request.Path}");
    }

    private static async Task<RestAnswer?> Some(Task<RestAnswer> answer) => await answer.ConfigureAwait(false);

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > LongestBody)
            throw new BadHttpRequestException("The body is too long", 413);
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
