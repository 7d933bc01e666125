namespace LowLatencyMM.Simulator.Faulting;

/// <summary>
/// Draws faults from one seed: each stream connection and each request has its own source of chance, made of the seed and its
/// number, so that what one of them meets does not depend on how the others are timed.
/// </summary>
internal sealed class FaultPlan(int seed, FaultRates rates)
{
    private volatile bool _paused;
    private int _requests;

    public FaultRates Rates => rates;

    /// <summary>Whether nothing is injected for the moment.</summary>
    public bool Paused
    {
        get => _paused;
        set => _paused = value;
    }

    /// <summary>The chance of a stream connection.</summary>
    public ConnectionFaults ForConnection(int number) => new(this, new Random(HashOf(1, number)), new Random(HashOf(3, number)));

    /// <summary>What becomes of the next request.</summary>
    public RequestFate NextRequest(bool isWrite)
    {
        int number = Interlocked.Increment(ref _requests);
        if (_paused)
            return default;
        Random chance = new(HashOf(2, number));
        double drawn = chance.NextDouble();
        if (Hits(ref drawn, rates.TooManyRequests))
            return new RequestFate(FaultKind.TooManyRequests, 0);
        if (Hits(ref drawn, rates.ServerError))
            return new RequestFate(FaultKind.ServerError, chance.Next(4));
        if (isWrite && Hits(ref drawn, rates.LoseRequest))
            return new RequestFate(FaultKind.RequestLost, 0);
        if (isWrite && Hits(ref drawn, rates.LoseAnswer))
            return new RequestFate(FaultKind.AnswerLost, 0);
        return Hits(ref drawn, rates.DelayAnswer)
            ? new RequestFate(FaultKind.AnswerDelayed, chance.Next(1, rates.LongestDelayMs + 1))
            : default;
    }

    /// <summary>Whether a number drawn from 0 to 1 falls into the next share of it.</summary>
    internal static bool Hits(ref double drawn, double share)
    {
        bool hit = drawn >= 0 && drawn < share;
        drawn -= share;
        return hit;
    }

    /// <summary>The same on every run and machine, unlike <see cref="HashCode"/>.</summary>
    private int HashOf(int purpose, int number)
    {
        unchecked
        {
            uint hash = (uint)seed * 0x9E3779B1u ^ (uint)purpose * 0x85EBCA77u ^ (uint)number * 0xC2B2AE3Du;
            hash ^= hash >> 15;
            hash *= 0x2C1B3C6Du;
            hash ^= hash >> 13;
            return (int)hash;
        }
    }
}
