using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowLatencyMM.Host.Collect;

/// <summary>Reads and writes <c>state.json</c>: a temporary file, synced and renamed, so that it is always whole.</summary>
internal static class CollectorStateFile
{
    /// <summary>Reads the state; null if there is none. A damaged one is kept as <c>state.json.bad</c> and told of.</summary>
    public static CollectorState? Read(string path, string market, Action<string> warn)
    {
        if (!File.Exists(path))
            return null;
        string why;
        try
        {
            CollectorState? state = JsonSerializer.Deserialize(File.ReadAllBytes(path), CollectorJson.Default.CollectorState);
            if (state is { FormatVersion: CollectorState.CurrentFormat } && state.Market == market)
                return state;
            why = state is null ? "it is empty" : $"it is of market {state.Market}, format {state.FormatVersion}";
        }
        catch (JsonException e)
        {
            why = $"it is not JSON of this kind (line {e.LineNumber + 1})";
        }
        File.Move(path, path + ".bad", overwrite: true);
        warn($"{path}: {why}; it is kept as {Path.GetFileName(path)}.bad, and the files themselves tell where to go on.");
        return null;
    }

    /// <summary>Writes the state.</summary>
    public static void Write(string path, CollectorState state)
    {
        string temporary = path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, state, CollectorJson.Default.CollectorState);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(CollectorState))]
internal sealed partial class CollectorJson : JsonSerializerContext;
