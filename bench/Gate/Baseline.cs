using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Gate;

/// <summary>The ratios that were found when the code was last known to be as fast as it should be, and where.</summary>
/// <param name="Machine">The machine they were found on.</param>
/// <param name="Reason">Why they were last changed.</param>
/// <param name="Processes">Processes that were measured: each ratio is their lower quartile.</param>
/// <param name="Calm">What <see cref="CalmProbe"/> sees when nothing else uses the core.</param>
/// <param name="Ratios">Ratio of each time gate, by its name.</param>
internal sealed record Baseline(
    [property: JsonRequired] MachineFingerprint Machine,
    [property: JsonRequired] string Reason,
    [property: JsonRequired] int Processes,
    [property: JsonRequired] double Calm,
    [property: JsonRequired] SortedDictionary<string, double> Ratios)
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The baseline that is kept beside the program.</summary>
    public static string UsualPath => Path.Combine(AppContext.BaseDirectory, "baseline.json");

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">It is not there or not a baseline.</exception>
    public static Baseline Read(string path)
    {
        try
        {
            Baseline baseline = JsonSerializer.Deserialize<Baseline>(File.ReadAllText(path), Layout)
                ?? throw new UserErrorException(ExitCode.Failure, $"{path}: null, expected an object with machine, reason, processes and ratios.");
            Require(path, "the calm level", baseline.Calm);
            foreach ((string name, double ratio) in baseline.Ratios)
                Require(path, $"the ratio of '{name}'", ratio);
            return baseline;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCode.Failure, $"The baseline cannot be read: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new UserErrorException(ExitCode.Failure, $"{path}: not a baseline: {e.Message}");
        }
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void Write(string path)
    {
        string temporary = path + ".new";
        try
        {
            File.WriteAllText(temporary, JsonSerializer.Serialize(this, Layout) + "\n");
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCode.Failure, $"The baseline cannot be written: {e.Message}");
        }
    }

    private static void Require(string path, string what, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new UserErrorException(ExitCode.Failure, FormattableString.Invariant($"{path}: {what} is {value}, expected a number above 0."));
    }
}
