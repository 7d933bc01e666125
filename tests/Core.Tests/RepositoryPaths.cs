namespace LowLatencyMM.Core.Tests;

/// <summary>Where the repository's files are, from wherever the tests run.</summary>
internal static class RepositoryPaths
{
    public static string Root { get; } = FindRoot();

    public static string Vectors => Path.Combine(Root, "tests", "vectors");

    /// <summary>Recordings that lie beside the repository, if they do.</summary>
    public static string MarketData => Path.Combine(Root, "..", "shared", "market-data");

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LowLatencyMM.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No LowLatencyMM.sln above {AppContext.BaseDirectory}.");
    }
}
