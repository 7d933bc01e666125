using System.Text.Json;

namespace LowLatencyMM.Signing.Vectors;

/// <summary>Compares this library with files of known answers; every kind is recognised by the fields of its entries.</summary>
/// <remarks>
/// A file is a JSON object whose arrays hold the entries; other members describe it. Field elements are hex text, integers decimal text.
/// An entry with <c>error</c> must be refused. Source of the format: the files of <c>tests/vectors</c>.
/// </remarks>
public static class VectorCheck
{
    /// <summary>Checks every entry until the first that differs; an array or a file without any known kind differs too.</summary>
    public static VectorReport Run(JsonElement file)
    {
        var counts = new Dictionary<string, int>();
        if (file.ValueKind != JsonValueKind.Object)
            return new VectorReport([], "expected a JSON object whose arrays hold the entries");
        foreach (JsonProperty member in file.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array)
                continue;
            int index = 0;
            foreach (JsonElement json in member.Value.EnumerateArray())
            {
                string? mismatch = CheckEntry(new VectorEntry(member.Name, json), counts);
                if (mismatch is not null)
                    return Report(counts, $"{member.Name}[{index}]{Id(json)}: {mismatch}");
                index++;
            }
        }

        return Report(counts, counts.Count > 0 ? null : "no array holds an entry");
    }

    private static string? CheckEntry(VectorEntry entry, Dictionary<string, int> counts)
    {
        foreach (VectorKind kind in VectorKinds.All)
        {
            if (!kind.Recognises(entry))
                continue;
            try
            {
                kind.Check(entry);
            }
            catch (VectorException e)
            {
                return $"{kind.Name}: {e.Message}";
            }

            counts[kind.Name] = counts.GetValueOrDefault(kind.Name) + 1;
            return null;
        }

        return $"fits no known kind, expected one of {string.Join(", ", VectorKinds.All.Select(k => k.Name).Distinct())}";
    }

    private static string Id(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String
            ? $" ({id.GetString()})"
            : "";

    private static VectorReport Report(Dictionary<string, int> counts, string? mismatch) => new([.. counts], mismatch);
}
