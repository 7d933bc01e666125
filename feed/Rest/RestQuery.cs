using System.Globalization;
using System.Text;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A path with its query: values are escaped, absent ones left out, several values of a name repeat it.</summary>
internal sealed class RestQuery(string path)
{
    private readonly StringBuilder _text = new(path);
    private bool _hasQuery;

    public RestQuery Add(string name, string? value)
    {
        if (value is null)
            return this;
        _text.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _hasQuery = true;
        return this;
    }

    public RestQuery Add(string name, IEnumerable<string>? values)
    {
        foreach (string value in values ?? [])
            Add(name, value);
        return this;
    }

    public RestQuery Add(string name, IEnumerable<long>? values)
    {
        foreach (long value in values ?? [])
            Add(name, value);
        return this;
    }

    public RestQuery Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public RestQuery Add<T>(string name, T? value)
        where T : struct, Enum => Add(name, value is { } given ? EnumNames<T>.NameOf(given) : null);

    public static implicit operator string(RestQuery query) => query.ToString();

    public override string ToString() => _text.ToString();
}
