using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LowLatencyMM.Bench;

/// <summary>What a verb found: figures of the whole run, and one row of figures for each thing measured. As text or as one JSON object.</summary>
internal sealed class Report
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Key, object Value)> _figures = [];
    private readonly List<(string Name, (string Key, object Value)[] Figures)> _rows = [];

    /// <summary>A figure of the whole run; its key names the unit.</summary>
    public void Set(string key, object value) => _figures.Add((key, value));

    /// <summary>The figures of one thing; keys name the units.</summary>
    public void Add(string name, params (string Key, object Value)[] figures) => _rows.Add((name, figures));

    /// <summary>Prints to standard output.</summary>
    public void Write(bool asJson)
    {
        if (asJson)
            WriteJson();
        else
            WriteText();
    }

    private void WriteText()
    {
        int width = _rows.Count == 0 ? 0 : _rows.Max(row => row.Name.Length);
        foreach ((string name, (string Key, object Value)[] figures) in _rows)
            Console.WriteLine($"{name.PadRight(width)}  {string.Join("  ", figures.Select(figure => $"{figure.Key} {Text(figure.Value)}"))}");
        foreach ((string key, object value) in _figures)
            Console.WriteLine($"{key}: {Text(value)}");
    }

    private void WriteJson()
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Layout))
        {
            writer.WriteStartObject();
            foreach ((string key, object value) in _figures)
                WriteFigure(writer, key, value);
            writer.WriteStartArray("rows");
            foreach ((string name, (string Key, object Value)[] figures) in _rows)
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                foreach ((string key, object value) in figures)
                    WriteFigure(writer, key, value);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteFigure(Utf8JsonWriter writer, string key, object value)
    {
        switch (value)
        {
            case bool truth:
                writer.WriteBoolean(key, truth);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(key, Math.Round(number, 3));
                break;
            case double:
                writer.WriteNull(key);
                break;
            case int or long:
                writer.WriteNumber(key, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteString(key, value.ToString());
                break;
        }
    }

    private static string Text(object value) => value switch
    {
        bool truth => truth ? "yes" : "no",
        double number when Math.Abs(number) >= 1_000 => number.ToString("N0", CultureInfo.InvariantCulture),
        double number => number.ToString("0.0##", CultureInfo.InvariantCulture),
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
