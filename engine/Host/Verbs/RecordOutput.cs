using System.Globalization;
using System.Text.Json;

namespace LowLatencyMM.Host.Verbs;

/// <summary>Prints records by their columns, as a table for people or as one JSON object.</summary>
internal static class RecordOutput
{
    /// <summary>Prints a list.</summary>
    public static void List<T>(bool json, string member, IReadOnlyCollection<T> items, params Column<T>[] columns)
    {
        if (json)
        {
            JsonOutput.Write(writer => WriteList(writer, member, items, columns));
            return;
        }
        // Numbers stand to the right, by the first row.
        string[] headings = [.. columns.Select(column =>
            items.Count > 0 && column.Value(items.First()) is decimal or int or long ? ">" + column.Heading : column.Heading)];
        var table = new TextTable(headings);
        foreach (T item in items)
            table.Add([.. columns.Select(column => Text(column.Value(item)))]);
        table.Print();
    }

    /// <summary>Prints one record.</summary>
    public static void One<T>(bool json, T item, params Column<T>[] columns)
    {
        if (json)
        {
            JsonOutput.Write(writer => WriteMembers(writer, item, columns));
            return;
        }
        PrintOne(Console.Out, item, columns);
    }

    /// <summary>Prints one record for people, a line a figure.</summary>
    public static void PrintOne<T>(TextWriter output, T item, params Column<T>[] columns)
    {
        int width = columns.Max(column => column.Heading.Length);
        foreach (Column<T> column in columns)
        {
            if (column.Value(item) is { } value)
                output.WriteLine($"{column.Heading.PadRight(width)}  {Text(value)}");
        }
    }

    /// <summary>Writes a list as a member.</summary>
    public static void WriteList<T>(Utf8JsonWriter writer, string member, IEnumerable<T> items, params Column<T>[] columns)
    {
        writer.WriteStartArray(member);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            WriteMembers(writer, item, columns);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Writes a record's figures as members.</summary>
    public static void WriteMembers<T>(Utf8JsonWriter writer, T item, params Column<T>[] columns)
    {
        foreach (Column<T> column in columns)
        {
            writer.WritePropertyName(column.Member);
            switch (column.Value(item))
            {
                case null:
                    writer.WriteNullValue();
                    break;
                case decimal number:
                    writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                    break;
                case long whole:
                    writer.WriteNumberValue(whole);
                    break;
                case int whole:
                    writer.WriteNumberValue(whole);
                    break;
                case bool truth:
                    writer.WriteBooleanValue(truth);
                    break;
                case UnixMs time:
                    writer.WriteNumberValue(time.Value);
                    break;
                case string text:
                    writer.WriteStringValue(text);
                    break;
                case object other:
                    throw new InvalidOperationException($"A column {column.Member} of {other.GetType()}.");
            }
        }
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "yes" : "no",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
