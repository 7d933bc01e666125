using System.Net;
using System.Text;
using System.Text.Json;

namespace LowLatencyMM.Feed.Rest;

/// <summary>Calls the REST service and turns everything that is not a success into an <see cref="ExtendedException"/>.</summary>
internal sealed class RestTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly RestOptions _options;
    private readonly string _base;

    public RestTransport(RestOptions options)
    {
        _options = options;
        _base = options.BaseAddress.AbsoluteUri.TrimEnd('/');
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = options.CertificateValidation;
        _http = new HttpClient(handler) { Timeout = options.Timeout };
    }

    /// <summary>The body of a successful answer, which may be empty.</summary>
    /// <exception cref="ExtendedException">Anything else.</exception>
    public async Task<byte[]> CallAsync(HttpMethod method, string path, byte[]? json, bool isPrivate, CancellationToken cancellation)
    {
        string place = $"{method} {path.Split('?')[0]}";
        using HttpRequestMessage request = CreateRequest(method, path, json, isPrivate, place);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            ThrowUnlessSuccess(place, response, body);
            return body;
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ExtendedException(ExtendedErrorKind.Timeout, $"{place}: no answer within {_options.Timeout.TotalSeconds} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw new ExtendedException(ExtendedErrorKind.Transport, $"{place}: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage CreateRequest(HttpMethod method, string path, byte[]? json, bool isPrivate, string place)
    {
        var request = new HttpRequestMessage(method, _base + path);
        request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (isPrivate)
        {
            if (_options.ApiKey is null)
                throw new ExtendedException(ExtendedErrorKind.Authentication, $"{place} needs an API key, and none is set.");
            byte[] key = new byte[_options.ApiKey.Length];
            _options.ApiKey.CopyTo(key);
            request.Headers.TryAddWithoutValidation("X-Api-Key", Encoding.ASCII.GetString(key));
        }
        if (json is not null)
        {
            request.Content = new ByteArrayContent(json);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }
        return request;
    }

    private static void ThrowUnlessSuccess(string place, HttpResponseMessage response, byte[] body)
    {
        int status = (int)response.StatusCode;
        (bool isError, string? code, string? message) = ReadError(body);
        if (response.IsSuccessStatusCode && !isError)
            return;
        ExtendedErrorKind kind = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExtendedErrorKind.Authentication,
            HttpStatusCode.TooManyRequests => ExtendedErrorKind.RateLimited,
            _ when isError => ExtendedErrorKind.Rejected,
            HttpStatusCode.NotFound => ExtendedErrorKind.NotFound,
            HttpStatusCode.RequestTimeout => ExtendedErrorKind.Timeout,
            _ when status >= 500 => ExtendedErrorKind.Server,
            _ when status >= 400 => ExtendedErrorKind.Rejected,
            _ => ExtendedErrorKind.Protocol,
        };
        string said = isError ? $", code {code ?? "absent"}: {message}" : "";
        throw new ExtendedException(kind, $"{place}: HTTP {status}{said}")
        {
            HttpStatus = status,
            Code = int.TryParse(code, out int number) ? number : 0,
            CodeText = code,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private static (bool IsError, string? Code, string? Message) ReadError(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return default;
            bool hasError = root.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object;
            bool saysError = root.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.String
                && string.Equals(status.GetString(), "ERROR", StringComparison.OrdinalIgnoreCase);
            if (!hasError)
                return (saysError, null, null);
            string? code = error.TryGetProperty("code", out JsonElement c) && c.ValueKind != JsonValueKind.Null ? c.ToString() : null;
            string? message = error.TryGetProperty("message", out JsonElement m) && m.ValueKind != JsonValueKind.Null ? m.ToString() : null;
            return (true, code, message);
        }
        catch (JsonException)
        {
            // An empty body or a proxy's page: it holds no error of the exchange.
            return default;
        }
    }
}
