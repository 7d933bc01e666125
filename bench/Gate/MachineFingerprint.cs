using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Serialization;

namespace LowLatencyMM.Bench.Gate;

/// <summary>What a ratio of two pieces of code still depends on: where it differs, a baseline judges only roughly.</summary>
/// <param name="Processor">Vendor, family and model.</param>
/// <param name="Cores">Logical processors that the process may use.</param>
/// <param name="VectorBits">The widest vectors that the runtime accelerates.</param>
/// <param name="Architecture">Of the process.</param>
/// <param name="Runtime">.NET's major and minor version.</param>
/// <param name="TieredCompilation">The runtime's settings that decide how code is compiled.</param>
internal sealed record MachineFingerprint(
    [property: JsonRequired] string Processor,
    [property: JsonRequired] int Cores,
    [property: JsonRequired] int VectorBits,
    [property: JsonRequired] string Architecture,
    [property: JsonRequired] string Runtime,
    [property: JsonRequired] string TieredCompilation)
{
    /// <summary>This machine's.</summary>
    public static MachineFingerprint Current() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
        RuntimeInformation.ProcessArchitecture.ToString(),
        FormattableString.Invariant($"{Environment.Version.Major}.{Environment.Version.Minor}"),
        CompilationSettings());

    private static string CompilationSettings()
    {
        string[] names = ["System.Runtime.TieredCompilation", "System.Runtime.TieredCompilation.QuickJitForLoops"];
        IEnumerable<string> settings = names.Select(name => $"{name[15..]}={(AppContext.TryGetSwitch(name, out bool on) ? on : "default")}");
        // The processes that measure times have no profile, whatever this one has: see GateProcess.Times.
        return string.Join(", ", settings.Append("TieredPGO=False"));
    }

    private static string ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        if (!System.IO.File.Exists(File))
            return RuntimeInformation.OSDescription;
        string[] lines = System.IO.File.ReadAllLines(File);
        string[] values = [.. new[] { "vendor_id", "cpu family", "model\t", "CPU part" }.Select(name => Value(lines, name)).Where(value => value.Length > 0)];
        return string.Join(' ', values);
    }

    private static string Value(string[] lines, string name)
    {
        string? line = lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? "" : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
