using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LowLatencyMM.Host.Tests.Feed;

/// <summary>A REST service that answers as a test says, on Kestrel, and a client of it that never repeats a call.</summary>
internal sealed class ScriptedExchange : IAsyncDisposable
{
    public static readonly FeedMarket Btc = new(0, "BTC-USD", new DecimalGrid(1, 0), new DecimalGrid(1, 5));

    private readonly WebApplication _app;
    private readonly SecretText _key = new("key");

    private ScriptedExchange(WebApplication app)
    {
        _app = app;
        Client = new ExtendedRestClient(new RestOptions { BaseAddress = new Uri(app.Urls.First() + "/api/v1"), ApiKey = _key, Retries = 0 }, Clock);
    }

    public WallClock Clock { get; } = new();

    public ExtendedRestClient Client { get; }

    /// <summary>Starts; the script gives status and body for a path (without the base) and its query.</summary>
    public static async Task<ScriptedExchange> StartAsync(Func<string, IQueryCollection, (int Status, string Body)> script)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.Run(async context =>
        {
            (int status, string body) = script(context.Request.Path.Value!["/api/v1".Length..], context.Request.Query);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return new ScriptedExchange(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _key.Dispose();
        await _app.DisposeAsync();
    }
}
