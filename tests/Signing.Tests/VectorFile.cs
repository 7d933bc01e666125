using System.Text.Json;

namespace LowLatencyMM.Signing.Tests;

/// <summary>A file of tests/vectors, found upward from the test assembly by the solution beside it.</summary>
internal static class VectorFile
{
    public static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Locate(name))).RootElement;

    /// <summary>The entries of one array; an empty or missing array fails the test that asks.</summary>
    public static IReadOnlyList<JsonElement> Cases(string name, string array)
    {
        List<JsonElement> cases = [.. Read(name).GetProperty(array).EnumerateArray()];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static Felt Felt(this JsonElement entry, string property) => ParseFelt(entry.GetProperty(property).GetString()!);

    public static Felt ParseFelt(string hex)
    {
        Assert.True(Signing.Felt.TryParseHex(hex, out Felt value), $"{hex} is not a felt");
        return value;
    }

    private static string Locate(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LowLatencyMM.sln")))
                return Path.Combine(folder.FullName, "tests", "vectors", name);
        }

        throw new FileNotFoundException($"No LowLatencyMM.sln above {AppContext.BaseDirectory}; cannot find tests/vectors/{name}.");
    }
}
