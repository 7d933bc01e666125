using System.Net.Security;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Rest;

/// <summary>How the REST service is called.</summary>
public sealed record RestOptions
{
    /// <summary>Base of the service, such as <c>https://api.starknet.extended.exchange/api/v1</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Sent as User-Agent, which the exchange demands.</summary>
    public string UserAgent { get; init; } = "LowLatencyMM/0.1";

    /// <summary>The account's API key; sent on private calls only.</summary>
    public SecretText? ApiKey { get; init; }

    /// <summary>For a whole call.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In place of the system's certificate validation (a simulator with its own certificate), or null.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }
}
