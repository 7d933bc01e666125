using System.Text.Encodings.Web;
using System.Text.Json;

namespace LowLatencyMM.Host.Verbs;

/// <summary>Writes the one JSON object of a verb to standard output.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Action<Utf8JsonWriter> members)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Layout))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
