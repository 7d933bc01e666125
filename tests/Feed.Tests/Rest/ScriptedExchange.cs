using System.Text;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Kestrel, which notes every request and answers as the test says.</summary>
public sealed class ScriptedExchange : IAsyncLifetime
{
    public const string Key = "0123456789abcdef-the-key";

    private readonly SecretText _key = new(Key);
    private readonly List<string> _requests = [];
    private readonly WebApplication _app;
    private Func<HttpContext, int, Task> _answer = (_, _) => throw new InvalidOperationException("No answer is set.");

    public ScriptedExchange()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Method, path as it stood on the wire, " key" if the API key came with it, and the body.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public Uri Address => new(_app.Urls.First() + "/api/v1/");

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync()
    {
        _key.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Without repetitions, patient, and with a budget that no test uses up.</summary>
    public RestOptions Options(bool withKey = true) => new()
    {
        BaseAddress = Address,
        ApiKey = withKey ? _key : null,
        Timeout = TimeSpan.FromSeconds(60),
        AttemptTimeout = TimeSpan.FromSeconds(60),
        Retries = 0,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        Budget = new RateBudget(1_000_000),
    };

    public ExtendedRestClient Client(bool withKey = true) => Client(Options(withKey));

    public static ExtendedRestClient Client(RestOptions options) => new(options, new WallClock());

    public void AnswerSample(string name) => Answer(200, Encoding.UTF8.GetString(Samples.Pretty(name)));

    public void AnswerData(string json) => Answer(200, $$"""{"status":"OK","data":{{json}}}""");

    public void Answer(int status, string body, params (string Name, string Value)[] headers) => Answer((context, _) =>
    {
        context.Response.StatusCode = status;
        foreach ((string name, string value) in headers)
            context.Response.Headers[name] = value;
        return context.Response.WriteAsync(body);
    });

    /// <summary>A body of any bytes.</summary>
    public void Answer(byte[] body) => Answer((context, _) => context.Response.Body.WriteAsync(body).AsTask());

    /// <summary>The answer to the nth request since this call, counted from 1.</summary>
    public void Answer(Func<HttpContext, int, Task> answer)
    {
        int before = Requests.Count;
        _answer = (context, number) => answer(context, number - before);
    }

    /// <summary>One answer after the other by the beginning of the path behind the base; the last of each is repeated.</summary>
    public void AnswerByPath(params (string Path, string Data)[] answers) => Answer((context, _) =>
    {
        string path = context.Request.Path.Value!["/api/v1".Length..];
        return context.Response.WriteAsync(answers.First(answer => path == answer.Path).Data);
    });

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        string raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        string key = context.Request.Headers["X-Api-Key"] == Key ? " key" : "";
        if (!context.Request.Headers.UserAgent.ToString().StartsWith("LowLatencyMM/", StringComparison.Ordinal))
            key += " without User-Agent";
        if (body.Length > 0 && context.Request.ContentType != "application/json")
            key += " without Content-Type";
        int number;
        lock (_requests)
        {
            _requests.Add($"{context.Request.Method} {raw}{key}{(body.Length == 0 ? "" : " " + body)}");
            number = _requests.Count;
        }
        await _answer(context, number);
    }
}
