using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LowLatencyMM.Feed.Rest;

/// <summary>Tells what a refusing or failing answer means: by the exchange's code first, by the HTTP status where there is none that is known.</summary>
internal static class RestErrors
{
    private const int LongestReason = 500;

    /// <summary>The failure that an answer tells of; null for a success.</summary>
    public static ExtendedException? Read(string place, HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        (bool isError, string? codeText, string? reason) = ReadBody(body);
        if (response.IsSuccessStatusCode && !isError)
            return null;
        int status = (int)response.StatusCode;
        int code = int.TryParse(codeText, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        ExtendedErrorCode? known = ExtendedErrorCodes.Find(code);
        ExtendedErrorKind kind = known?.Kind ?? KindOf(status, isError);
        return new ExtendedException(kind, Message(place, status, codeText, known, reason, kind))
        {
            HttpStatus = status,
            Code = code,
            CodeText = codeText,
            Reason = reason,
            RetryAfter = RetryAfter(response.Headers.RetryAfter, now),
        };
    }

    /// <summary>What to do about a failure of which nothing but its kind is known.</summary>
    public static string AdviceFor(ExtendedErrorKind kind) => kind switch
    {
        ExtendedErrorKind.Transport => "Check network and address; ask the exchange what became of the request.",
        ExtendedErrorKind.Timeout => "Ask the exchange what became of the request.",
        ExtendedErrorKind.Authentication => "Check that the API key is of this network and not revoked.",
        ExtendedErrorKind.RateLimited => "Send fewer requests, or ask the exchange for a higher tier.",
        ExtendedErrorKind.NotFound => "Check the name or id.",
        ExtendedErrorKind.Server => "Ask the exchange what became of the request before sending another.",
        ExtendedErrorKind.Protocol => "Check that the address is the exchange's REST base.",
        _ => "",
    };

    /// <summary>How long to wait, from either form of Retry-After; null if it is absent.</summary>
    internal static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        TimeSpan? wait = header?.Delta ?? header?.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static ExtendedErrorKind KindOf(int status, bool isError) => (HttpStatusCode)status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExtendedErrorKind.Authentication,
        HttpStatusCode.TooManyRequests => ExtendedErrorKind.RateLimited,
        HttpStatusCode.NotFound => ExtendedErrorKind.NotFound,
        HttpStatusCode.RequestTimeout => ExtendedErrorKind.Timeout,
        _ when status >= 500 => ExtendedErrorKind.Server,
        _ when isError || status >= 400 => ExtendedErrorKind.Rejected,
        _ => ExtendedErrorKind.Protocol,
    };

    private static string Message(string place, int status, string? codeText, ExtendedErrorCode? known, string? reason, ExtendedErrorKind kind)
    {
        string what = known is not null ? $", {known.Code} {known.Name}" : codeText is not null ? $", code {codeText}" : "";
        string said = string.IsNullOrEmpty(reason) ? "." : $": {reason.TrimEnd('.')}.";
        string advice = known?.Advice ?? AdviceFor(kind);
        return $"{place}: HTTP {status}{what}{said}{(advice.Length == 0 ? "" : " ")}{advice}";
    }

    private static (bool IsError, string? Code, string? Reason) ReadBody(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return ReadEnvelope(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An empty body, a proxy's page, or text that is not UTF-8: it holds no error of the exchange.
            return default;
        }
    }

    private static (bool IsError, string? Code, string? Reason) ReadEnvelope(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return default;
        bool saysError = root.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.String
            && string.Equals(status.GetString(), "ERROR", StringComparison.OrdinalIgnoreCase);
        if (!root.TryGetProperty("error", out JsonElement error) || error.ValueKind != JsonValueKind.Object)
            return (saysError, null, null);
        return (true, Text(error, "code"), Text(error, "message"));
    }

    private static string? Text(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            return null;
        string text = value.ToString();
        return text.Length <= LongestReason ? text : text[..LongestReason] + "…";
    }
}
