namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>How often things go wrong: chances per request, or per ten milliseconds.</summary>
internal sealed record ExchangeFaults
{
    public double FillChance { get; init; } = 0.03;

    public double NotSentChance { get; init; }

    public double BreakChance { get; init; }

    public double RefuseChance { get; init; }

    public double EngineRejectChance { get; init; }

    public double AccountLossChance { get; init; }

    public static ExchangeFaults Any(Random random)
    {
        double scale = random.Next(4) == 0 ? 0 : random.NextDouble();
        return new ExchangeFaults
        {
            FillChance = random.NextDouble() * 0.08,
            NotSentChance = random.NextDouble() * 0.05 * scale,
            BreakChance = random.NextDouble() * 0.15 * scale,
            RefuseChance = random.NextDouble() * 0.1 * scale,
            EngineRejectChance = random.NextDouble() * 0.15 * scale,
            AccountLossChance = random.NextDouble() * 0.003 * scale,
        };
    }
}
