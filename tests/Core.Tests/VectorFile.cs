using System.Text.Json;

namespace LowLatencyMM.Core.Tests;

/// <summary>Reads a file of test vectors.</summary>
internal static class VectorFile
{
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryPaths.Vectors, name)));
        return document.RootElement.Clone();
    }

    /// <summary>The indices of a file's cases: every one becomes a test of its own.</summary>
    public static TheoryData<int> Cases(string name)
    {
        var cases = new TheoryData<int>();
        int count = Read(name).GetProperty("cases").GetArrayLength();
        for (int i = 0; i < count; i++)
            cases.Add(i);
        return cases;
    }

    public static double Double(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static long Long(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Equal to a relative 1e-9, or absolutely near 0.</summary>
    public static void AssertClose(double expected, double actual, string what, double tolerance = 1e-9) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, got {actual:R}");
}
