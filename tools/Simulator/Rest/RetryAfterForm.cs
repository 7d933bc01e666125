namespace LowLatencyMM.Simulator.Rest;

/// <summary>What a 429 says about when to come again; the exchange documents no such header, proxies send either form.</summary>
public enum RetryAfterForm
{
    /// <summary>No header.</summary>
    None,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>A date, as HTTP writes them.</summary>
    Date,
}
