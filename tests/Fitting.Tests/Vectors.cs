using System.Text.Json;

namespace LowLatencyMM.Fitting.Tests;

/// <summary>Reads a file of test vectors.</summary>
internal static class Vectors
{
    public static JsonElement Read(string name)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LowLatencyMM.sln")))
            folder = Path.GetDirectoryName(folder);
        string root = folder ?? throw new InvalidOperationException($"No LowLatencyMM.sln above {AppContext.BaseDirectory}.");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "tests", "vectors", name)));
        return document.RootElement.Clone();
    }

    public static double Double(this JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
