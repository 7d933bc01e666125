namespace LowLatencyMM.Host.Configuration;

/// <summary>The process's environment over a <c>.env</c> file in the working folder, which never overrides it.</summary>
public static class EnvironmentVariables
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> File = new(() => DotEnv.Read(".env"));

    /// <summary>A variable's value, or null.</summary>
    public static string? Lookup(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : File.Value.GetValueOrDefault(name);
}
