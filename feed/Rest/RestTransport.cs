using System.Net;
using System.Security.Authentication;
using System.Text;
using LowLatencyMM.Signing;
using Polly;
using Polly.Retry;

namespace LowLatencyMM.Feed.Rest;

/// <summary>
/// Calls the REST service: within the budget, repeated where that is harmless, and everything that is not a success turned into an
/// <see cref="ExtendedException"/>.
/// </summary>
internal sealed class RestTransport : IDisposable
{
    /// <summary>Longest answer; the largest page, ten thousand orders of half a kilobyte, has less than a tenth of it.</summary>
    private const int LongestAnswer = 64 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly RestOptions _options;
    private readonly TimeProvider _time;
    private readonly RateBudget _budget;
    private readonly ResiliencePipeline<byte[]> _retries;
    private readonly string _base;
    private readonly string _orderBase;

    public RestTransport(RestOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _budget = options.Budget ?? new RateBudget(time: time);
        _base = BaseText(options.BaseAddress);
        _orderBase = BaseText(options.OrderBaseAddress ?? options.BaseAddress);
        if (options.ApiKey is not null)
            KeyText(options.ApiKey);
        _retries = CreateRetries(options, time);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            // The key goes to the exchange and nowhere else.
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = options.CertificateValidation;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
    }

    /// <summary>The body of a successful answer, which may be empty.</summary>
    /// <exception cref="ExtendedException">Anything else.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<byte[]> CallAsync(RestCall call, CancellationToken cancellation)
    {
        if (call.IsPrivate && _options.ApiKey is null)
            throw new ExtendedException(ExtendedErrorKind.Authentication, $"{call.Place} needs an API key, and none is set.");
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        ExtendedException? last = null;
        try
        {
            return call.IsIdempotent ? await RepeatAsync(linked.Token).ConfigureAwait(false) : await SendAtOnceAsync(call, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw last ?? TimedOut(call, _options.Timeout, e);
        }
        catch (ExtendedException e) when (last is not null && IsOutOfBudget(e))
        {
            // The exchange's own refusal says more than that there is no time left to wait it out.
            throw last;
        }

        async Task<byte[]> RepeatAsync(CancellationToken token)
        {
            long deadline = _time.GetTimestamp() + (long)(_options.Timeout.TotalSeconds * _time.TimestampFrequency);
            return await _retries.ExecuteAsync(
                async attempt =>
                {
                    if (!await TakeBudgetAsync(call, deadline, attempt).ConfigureAwait(false))
                        throw OutOfBudget(call);
                    try
                    {
                        return await AttemptAsync(call, attempt).ConfigureAwait(false);
                    }
                    catch (ExtendedException e)
                    {
                        last = e;
                        throw;
                    }
                },
                token).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private static ResiliencePipeline<byte[]> CreateRetries(RestOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<byte[]> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<byte[]>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.Timeout,
                ShouldHandle = new PredicateBuilder<byte[]>().Handle<ExtendedException>(e => MayPass(e) && !(WaitAskedFor(e) >= options.Timeout)),
                DelayGenerator = static attempt => new ValueTask<TimeSpan?>(WaitAskedFor(attempt.Outcome.Exception)),
            });
        }
        return builder.Build();
    }

    private static bool MayPass(ExtendedException e) =>
        e.Kind is ExtendedErrorKind.Transport or ExtendedErrorKind.Timeout or ExtendedErrorKind.Server
        || (e.Kind == ExtendedErrorKind.RateLimited && !IsOutOfBudget(e));

    private static bool IsOutOfBudget(ExtendedException e) => e.Kind == ExtendedErrorKind.RateLimited && e.HttpStatus == 0;

    /// <summary>Null: the policy's own pause. A refusal for too many requests is waited out by the budget, for all callers alike.</summary>
    private static TimeSpan? WaitAskedFor(Exception? failure) =>
        failure is ExtendedException { Kind: not ExtendedErrorKind.RateLimited, RetryAfter: { } wait } ? wait : null;

    private async Task<bool> TakeBudgetAsync(RestCall call, long deadline, CancellationToken cancellation)
    {
        TimeSpan patience = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
        return await _budget.TakeAsync(call.Priority, patience, cancellation).ConfigureAwait(false);
    }

    /// <summary>An order that waits is an order at an old price: there is room now, or it is refused.</summary>
    private Task<byte[]> SendAtOnceAsync(RestCall call, CancellationToken cancellation) =>
        _budget.TryTake(call.Priority) ? SendAsync(call, cancellation) : throw OutOfBudget(call);

    private async Task<byte[]> AttemptAsync(RestCall call, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await SendAsync(call, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            ExtendedException timedOut = TimedOut(call, _options.AttemptTimeout, e);
            _options.FailedAttempt?.Invoke(timedOut);
            throw timedOut;
        }
        catch (ExtendedException e)
        {
            _options.FailedAttempt?.Invoke(e);
            throw;
        }
    }

    private async Task<byte[]> SendAsync(RestCall call, CancellationToken cancellation)
    {
        using HttpRequestMessage request = CreateRequest(call);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            if (RestErrors.Read(call.Place, response, body, _time.GetUtcNow()) is not { } failure)
                return body;
            if (failure.HttpStatus == (int)HttpStatusCode.TooManyRequests)
                _budget.Pause(failure.RetryAfter);
            throw WithoutKey(failure);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ExtendedException(ExtendedErrorKind.Protocol, $"{call.Place}: the answer is no HTTP answer, or too long: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException)
        {
            throw new ExtendedException(
                ExtendedErrorKind.Transport, $"{call.Place}: {e.Message} {RestErrors.AdviceFor(ExtendedErrorKind.Transport)}", e);
        }
    }

    private HttpRequestMessage CreateRequest(RestCall call)
    {
        var request = new HttpRequestMessage(call.Method, (call.IsOrder ? _orderBase : _base) + call.Path);
        request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (call.IsPrivate)
            request.Headers.TryAddWithoutValidation("X-Api-Key", KeyText(_options.ApiKey!));
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }
        return request;
    }

    private ExtendedException OutOfBudget(RestCall call)
    {
        TimeSpan wait = _budget.TimeUntil(call.Priority);
        return new ExtendedException(
            ExtendedErrorKind.RateLimited,
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{call.Place} was not sent: the process's budget of {_budget.RequestsPerMinute} requests a minute has no room for another {wait.TotalSeconds:0.0} s. Send fewer requests."))
        {
            RetryAfter = wait,
        };
    }

    private static ExtendedException TimedOut(RestCall call, TimeSpan limit, Exception inner) => new(
        ExtendedErrorKind.Timeout,
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{call.Place}: no answer within {limit.TotalSeconds} s. {RestErrors.AdviceFor(ExtendedErrorKind.Timeout)}"),
        inner);

    /// <summary>An exchange that repeats the key in its answer must not make us print it.</summary>
    private ExtendedException WithoutKey(ExtendedException failure)
    {
        if (_options.ApiKey is null)
            return failure;
        string key = KeyText(_options.ApiKey);
        if (!failure.Message.Contains(key, StringComparison.OrdinalIgnoreCase))
            return failure;
        return new ExtendedException(failure.Kind, failure.Message.Replace(key, SecretText.Mask, StringComparison.OrdinalIgnoreCase))
        {
            HttpStatus = failure.HttpStatus,
            Code = failure.Code,
            CodeText = failure.CodeText?.Replace(key, SecretText.Mask, StringComparison.OrdinalIgnoreCase),
            Reason = failure.Reason?.Replace(key, SecretText.Mask, StringComparison.OrdinalIgnoreCase),
            RetryAfter = failure.RetryAfter,
        };
    }

    private static string BaseText(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.Query.Length > 0 || address.UserInfo.Length > 0)
            throw new ArgumentException("The base of a REST service is http:// or https://, a host and a path, without a query (the address is not shown).");
        return address.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <summary>The key for a header; lives as long as the request.</summary>
    private static string KeyText(SecretText secret)
    {
        Span<byte> key = stackalloc byte[Math.Min(secret.Length, 1024)];
        if (secret.Length > key.Length || key[..secret.CopyTo(key)].ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            throw new ArgumentException("The API key holds a character that no header can carry, or is too long (its value is not shown).");
        string text = Encoding.ASCII.GetString(key);
        key.Clear();
        return text;
    }
}
