namespace LowLatencyMM.Core.Tests;

/// <summary>What takes minutes runs when the environment asks for it: LLMM_LONG=1.</summary>
internal static class LongSuite
{
    private const string Variable = "LLMM_LONG";

    public static bool IsRequested { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Number of random cases of a property: the second one in the long suite.</summary>
    public static int Cases(int quick, int many) => IsRequested ? many : quick;

    /// <summary>Skips a test outside the long suite.</summary>
    public static void Require() => Skip.IfNot(IsRequested, $"Takes minutes; set {Variable}=1 to run it.");
}
