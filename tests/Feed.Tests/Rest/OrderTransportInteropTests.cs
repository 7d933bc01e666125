using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Order connections over TLS against Kestrel: kept alive, answered in chunks or with a length, closed when it says so.</summary>
[Collection(SocketTests.Name)]
public sealed class OrderTransportInteropTests
{
    private static readonly byte[] Request = "POST /api/v1/user/order HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray();

    [Fact]
    public async Task Kestrel_and_order_connections_understand_each_other_over_TLS()
    {
        var connections = new HashSet<string>();
        int number = 0;
        await using WebApplication app = await StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            Assert.Equal("{}", await reader.ReadToEndAsync());
            lock (connections)
                connections.Add(context.Connection.Id);
            int request = Interlocked.Increment(ref number);
            string body = $$$"""{"status":"OK","data":{"id":{{{request}}}}}""";
            if (request % 2 == 0)
                context.Response.ContentLength = body.Length;
            if (request == 20)
                context.Response.Headers.Connection = "close";
            // Without a length Kestrel answers in chunks; each flush is one.
            foreach (char[] part in body.Chunk(7))
            {
                await context.Response.WriteAsync(new string(part));
                await context.Response.Body.FlushAsync();
            }
        });
        var answers = new List<OrderAnswer>();
        var breaks = new List<BreakReason>();
        using var transport = new OrderTransport<Noting>(
            new OrderTransportOptions
            {
                BaseAddress = new Uri(app.Urls.First()),
                Connections = 1,
                FirstRetry = TimeSpan.FromMilliseconds(1),
                CertificateValidation = static (_, certificate, _, _) => certificate!.Subject == "CN=feed-test",
            },
            new Noting(answers, breaks),
            new WallClock());
        transport.Start();

        for (int i = 1; i <= 30; i++)
        {
            Await(() => transport.IsReady(0));
            Assert.Equal(SendStatus.Sent, transport.Send(0, Request, i).Status);
            Await(() => answers.Count == i);
        }

        Assert.Equal(Enumerable.Range(1, 30).Select(i => ((long)i, AnswerOutcome.Accepted, (long)i)), answers.Select(a => (a.Token, a.Outcome, a.OrderId)));
        Assert.Equal([BreakReason.ClosedByPeer], breaks);
        Assert.Equal(2, connections.Count);

        void Await(Func<bool> condition) => Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    lock (answers)
                        return condition();
                },
                TimeSpan.FromSeconds(30)));
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate handle)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate())));
        WebApplication app = builder.Build();
        app.Run(handle);
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=feed-test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private readonly struct Noting(List<OrderAnswer> answers, List<BreakReason> breaks) : IAnswerSink
    {
        public void OnAnswer(in OrderAnswer answer)
        {
            lock (answers)
                answers.Add(answer);
        }

        public void OnReady(int connection, long atNs)
        {
        }

        public void OnBroken(int connection, long pendingToken, BreakReason reason, long atNs)
        {
            lock (answers)
                breaks.Add(reason);
        }
    }
}
