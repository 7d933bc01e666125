using System.Collections.Frozen;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>The intervals that candles come in.</summary>
internal static class CandleInterval
{
    private const long Minute = 60_000;

    private static readonly FrozenDictionary<string, long> Milliseconds = new Dictionary<string, long>
    {
        ["PT1M"] = Minute,
        ["PT5M"] = 5 * Minute,
        ["PT15M"] = 15 * Minute,
        ["PT30M"] = 30 * Minute,
        ["PT1H"] = 60 * Minute,
        ["PT2H"] = 120 * Minute,
        ["PT4H"] = 240 * Minute,
        ["PT8H"] = 480 * Minute,
        ["PT12H"] = 720 * Minute,
        ["PT24H"] = 1_440 * Minute,
        ["P1D"] = 1_440 * Minute,
        ["P7D"] = 7 * 1_440 * Minute,
        ["P30D"] = 30 * 1_440 * Minute,
    }.ToFrozenDictionary();

    /// <summary>What the exchange's documents list.</summary>
    public const string Expected = "PT1M, PT5M, PT15M, PT30M, PT1H, PT2H, PT4H, PT8H, PT12H, PT24H, P7D or P30D";

    /// <summary>Reads an ISO 8601 duration such as PT5M.</summary>
    public static bool TryParse(string text, out long milliseconds) => Milliseconds.TryGetValue(text, out milliseconds);
}
