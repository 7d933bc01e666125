using System.Reflection;

namespace LowLatencyMM.Host;

/// <summary>Which engine this is.</summary>
public static class EngineVersion
{
    /// <summary>The version, e.g. 0.1.0.</summary>
    public static string Text { get; } =
        typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>What the engine calls itself to the exchange, which demands a name.</summary>
    public static string UserAgent { get; } = $"LowLatencyMM/{Text}";
}
