using System.CommandLine;
using System.Net;
using LowLatencyMM.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LowLatencyMM.Bench.Wire;

/// <summary>The other process of <c>http</c>: Kestrel, which reads the order and answers as the exchange does, with nothing in between.</summary>
internal static class OrderEndpoint
{
    private static readonly byte[] Answer =
        """{"status":"OK","data":{"id":2103823146862505984,"externalId":"mm-btc-b-000001"}}"""u8.ToArray();

    public static Command Create()
    {
        Option<bool> tls = new("--tls");
        var command = new Command("http-endpoint") { tls };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(tls)));
        return command;
    }

    private static int Run(bool tls)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (tls)
                listen.UseHttps(LoopbackCertificate.Create());
        }));
        WebApplication app = builder.Build();
        app.Run(HandleAsync);
        app.StartAsync().GetAwaiter().GetResult();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        OwnProcess.Serve(new Uri(address).Port);
        return ExitCode.Ok;
    }

    private static async Task HandleAsync(HttpContext context)
    {
        while (true)
        {
            System.IO.Pipelines.ReadResult body = await context.Request.BodyReader.ReadAsync();
            context.Request.BodyReader.AdvanceTo(body.Buffer.End);
            if (body.IsCompleted)
                break;
        }
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer);
    }
}
