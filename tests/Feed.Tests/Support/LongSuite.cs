namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>What takes minutes runs when the environment asks for it: LLMM_LONG=1.</summary>
internal static class LongSuite
{
    public static bool IsRequested { get; } = Environment.GetEnvironmentVariable("LLMM_LONG") == "1";

    /// <summary>Number of random cases: the second one in the long suite.</summary>
    public static int Cases(int quick, int many) => IsRequested ? many : quick;
}
