namespace LowLatencyMM.Host.WarmUp;

/// <summary>What a warm-up did.</summary>
/// <param name="Rounds">Rounds until the latency was flat.</param>
/// <param name="Requests">Orders, replaces and cancels that were signed or encoded and dropped.</param>
/// <param name="FirstMicros">Median of the first round, microseconds for a book delta, a best bid and ask and a trade, with the orders they caused.</param>
/// <param name="LastMicros">Median of the last round.</param>
public sealed record WarmUpReport(int Rounds, long Requests, double FirstMicros, double LastMicros);
