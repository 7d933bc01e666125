using System.Net.Security;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Rest;

/// <summary>How the REST service is called.</summary>
public sealed record RestOptions
{
    /// <summary>Base of the service, such as <c>https://api.starknet.extended.exchange/api/v1</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Base of the service for orders, cancels and the dead man's switch; null: <see cref="BaseAddress"/>.</summary>
    public Uri? OrderBaseAddress { get; init; }

    /// <summary>Sent as User-Agent, which the exchange demands.</summary>
    public string UserAgent { get; init; } = "LowLatencyMM/0.1";

    /// <summary>The account's API key; sent on private calls only.</summary>
    public SecretText? ApiKey { get; init; }

    /// <summary>For a whole call: waiting for the budget, all attempts and the pauses between them.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one attempt of a call that may be repeated. A call that may not be repeated has the whole <see cref="Timeout"/>.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often an idempotent call (reads, cancels, dead man's switch, leverage) is repeated at most after a failure that may pass.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Told of every attempt of an idempotent call that failed, whether it is repeated or not; on any thread. Null for nobody.</summary>
    public Action<ExtendedException>? FailedAttempt { get; init; }

    /// <summary>First pause before a repetition; doubled with each one, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The budget that every request is counted in; null: one of this client's own, with the exchange's default limit. A process that calls the
    /// exchange in several ways shares one.
    /// </summary>
    public RateBudget? Budget { get; init; }

    /// <summary>In place of the system's certificate validation (a simulator with its own certificate), or null.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    /// <summary>Options for an instance of the exchange.</summary>
    public static RestOptions For(ExtendedEnvironment environment, SecretText? apiKey = null) => new()
    {
        BaseAddress = environment.RestBase,
        OrderBaseAddress = environment.OrderBase,
        ApiKey = apiKey,
    };
}
