using System.Net.Security;
using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Feed.Orders;

/// <summary>How order connections are made.</summary>
public sealed record OrderTransportOptions
{
    /// <summary>Base of the REST service that takes orders; scheme, host and port count.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>How many connections are kept.</summary>
    public int Connections { get; init; } = 3;

    /// <summary>How the thread of each connection waits for answers.</summary>
    public WaitMode Waiting { get; init; } = WaitMode.Blocking;

    /// <summary>A request without an answer for this long breaks its connection.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For TCP and TLS together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First pause before a new attempt after one that failed; doubled with each failure in a row, with jitter of ±50 %.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause before a new attempt.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the jitter.</summary>
    public int JitterSeed { get; init; } = Environment.ProcessId;

    /// <summary>
    /// The budget that requests are counted in, shared with the REST client of the same exchange: without room nothing is sent, and an HTTP 429 pauses all
    /// that use it. Null: not counted.
    /// </summary>
    public RateBudget? Budget { get; init; }

    /// <summary>
    /// Whether nothing is connected: every request counts as sent, and no answer follows. For an engine that runs its code without an exchange, to warm it up.
    /// </summary>
    public bool Drops { get; init; }

    /// <summary>In place of the system's certificate validation (a simulator with its own certificate), or null.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }
}
