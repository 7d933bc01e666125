using System.Text;
using LowLatencyMM.Simulator.Matching;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>
/// Calls under <c>/control</c> that the exchange does not have: whoever runs <c>sim</c> in a process of its own switches modes and
/// injects faults through them, and reads what was injected.
/// </summary>
internal sealed class ControlApi(Faults faults)
{
    /// <summary>Path that all calls start with.</summary>
    public const string BasePath = "/control";

    /// <summary>Answers a request whose path starts with <see cref="BasePath"/>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        RestAnswer answer;
        try
        {
            answer = await AnswerAsync(context).ConfigureAwait(false) ? RestAnswer.Ok : ReadOrNotFound(context);
        }
        catch (RefusedException e)
        {
            answer = RestAnswer.Error(e.Error);
        }
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private RestAnswer ReadOrNotFound(HttpContext context) => context.Request is { Method: "GET", Path.Value: BasePath + "/faults" }
        ? RestAnswer.List(faults.Log.Read(), (text, fault) => text
            .Raw("{\"kind\":"u8).Quoted(fault.Kind.ToString())
            .Raw(",\"timeMs\":"u8).Integer(fault.TimeMs)
            .Raw(",\"connection\":"u8).Integer(fault.Connection)
            .Raw(",\"target\":"u8).Quoted(fault.Target)
            .Raw(",\"seq\":"u8).Integer(fault.Seq)
            .Raw(",\"durationMs\":"u8).Integer((long)fault.Duration.TotalMilliseconds).Raw((byte)'}'))
        : RestAnswer.Error(404, $"No such call: {context.Request.Method} {context.Request.Path}");

    /// <summary>Carries out a call; false if there is none of this path.</summary>
    private async Task<bool> AnswerAsync(HttpContext context)
    {
        if (context.Request.Method != HttpMethods.Post)
            return false;
        RestQuery query = new(context.Request.Query);
        string[] path = context.Request.Path.Value![BasePath.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        int count = (int)Math.Min(query.Number("count", 1), 1_000_000);
        switch (path)
        {
            case ["mode"]:
                await faults.SetModeAsync(Parse<MarketMode>("mode", query.Text("mode")),
                    query.Text("market") is { Length: > 0 } market ? market : null).ConfigureAwait(false);
                return true;
            case ["streams", string kind, string action]:
                return await ActAsync(context, Parse<StreamKind>("stream", kind), action, count).ConfigureAwait(false);
            case ["orders", "refuse"]:
                faults.RefuseNextOrder((int)query.Number("code"));
                return true;
            case ["orders", "lose-request"]:
                faults.LoseNextRequest(count);
                return true;
            case ["orders", "lose-answer"]:
                faults.LoseNextAnswer(count);
                return true;
            case ["rest", "429"]:
                faults.AnswerTooManyRequests(count);
                return true;
            case ["rest", "500"]:
                faults.AnswerServerError(count);
                return true;
            case ["plan", "pause" or "resume"]:
                faults.PlanPaused = path[1] == "pause";
                return true;
            default:
                return false;
        }
    }

    private async Task<bool> ActAsync(HttpContext context, StreamKind kind, string action, int count)
    {
        Task? done = action switch
        {
            "drop" => faults.DropFramesAsync(kind, count),
            "close" => faults.CloseStreamAsync(kind),
            "half-close" => faults.HalfCloseStreamAsync(kind),
            "stall" => faults.StallStreamAsync(kind, stalled: true),
            "resume" => faults.StallStreamAsync(kind, stalled: false),
            "inject" => InjectAsync(context, kind),
            _ => null,
        };
        if (done is null)
            return false;
        await done.ConfigureAwait(false);
        return true;
    }

    private async Task InjectAsync(HttpContext context, StreamKind kind)
    {
        using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
        await faults.InjectAsync(kind, await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static T Parse<T>(string name, string text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw new RefusedException(RequestError.Malformed($"{name} is '{text}', expected one of {string.Join(", ", Enum.GetNames<T>())}"));
}
