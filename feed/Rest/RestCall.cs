namespace LowLatencyMM.Feed.Rest;

/// <summary>A call of the REST service.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path behind the base, with its query.</param>
/// <param name="Body">JSON, empty for an empty body, null for none.</param>
/// <param name="IsPrivate">Carries the API key.</param>
/// <param name="IsOrder">Goes to the base for orders.</param>
/// <param name="IsIdempotent">May be repeated: doing it twice is doing it once.</param>
/// <param name="Priority">Which part of the budget it may use.</param>
internal readonly record struct RestCall(
    HttpMethod Method, string Path, byte[]? Body, bool IsPrivate, bool IsOrder, bool IsIdempotent, RequestPriority Priority)
{
    /// <summary>Method and path without the query: what messages name.</summary>
    public string Place => $"{Method} {Path.Split('?')[0]}";

    public static RestCall Public(string path) => new(HttpMethod.Get, path, null, false, false, true, RequestPriority.Ordinary);

    public static RestCall Private(string path) => new(HttpMethod.Get, path, null, true, false, true, RequestPriority.Ordinary);

    /// <summary>Sets something to a value.</summary>
    public static RestCall Set(HttpMethod method, string path, byte[] body) => new(method, path, body, true, false, true, RequestPriority.Ordinary);

    /// <summary>Cancels, or arms what cancels.</summary>
    public static RestCall Cancel(HttpMethod method, string path, byte[]? body) => new(method, path, body, true, true, true, RequestPriority.Cancel);

    /// <summary>Places an order: never repeated.</summary>
    public static RestCall Order(string path, byte[] body) => new(HttpMethod.Post, path, body, true, true, false, RequestPriority.Ordinary);
}
