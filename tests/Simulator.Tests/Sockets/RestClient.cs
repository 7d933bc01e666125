using System.Net;
using System.Text;
using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests.Sockets;

/// <summary>A plain REST client with the demo's key.</summary>
internal sealed class RestClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _base;

    public RestClient(SimulatorServer server, string? apiKey = DemoAccount.ApiKey, string? userAgent = "tests")
    {
        _base = server.RestBase.ToString();
        HttpClientHandler handler = new();
        if (server.Certificate is { } certificate)
            handler.ServerCertificateCustomValidationCallback = (_, served, _, _) => served is not null && served.Equals(certificate);
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        if (apiKey is not null)
            _http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        if (userAgent is not null)
            _http.DefaultRequestHeaders.Add("User-Agent", userAgent);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(method, _base + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async Task<JsonElement> DataAsync(string path)
    {
        (HttpStatusCode status, JsonElement body) = await SendAsync(HttpMethod.Get, path);
        Assert.True(status == HttpStatusCode.OK, $"{path} gave {status}: {body}");
        Assert.Equal("OK", body.GetProperty("status").GetString());
        return body.GetProperty("data");
    }

    /// <summary>Sends an order; its id.</summary>
    public async Task<long> PlaceAsync(OrderDraft order)
    {
        (HttpStatusCode status, JsonElement body) = await SendAsync(HttpMethod.Post, "/user/order", order.ToJson());
        Assert.True(status == HttpStatusCode.OK, $"the order gave {status}: {body}");
        Assert.Equal(order.Id, body.GetProperty("data").GetProperty("externalId").GetString());
        return body.GetProperty("data").GetProperty("id").GetInt64();
    }

    /// <summary>Sends an order; the answer's status, whatever its body is.</summary>
    public async Task<int> StatusAsync(string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(_base + "/user/order", content);
        return (int)response.StatusCode;
    }

    /// <summary>Sends an order that must be refused; status and code.</summary>
    public async Task<(HttpStatusCode Status, int Code)> RefusedAsync(string body)
    {
        (HttpStatusCode status, JsonElement answer) = await SendAsync(HttpMethod.Post, "/user/order", body);
        Assert.Equal("ERROR", answer.GetProperty("status").GetString());
        return (status, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    public void Dispose() => _http.Dispose();
}
