using System.Collections.Frozen;
using System.Text;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <summary>
/// The exchange's texts of an enumeration's members: the member's words in upper case with underscores, except that it shortens "quantity" and
/// "previous".
/// </summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Write(value.ToString()));
    private static readonly FrozenDictionary<string, T> Values = Readable().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The exchange's text.</summary>
    public static string NameOf(T value) => Names.TryGetValue(value, out string? name) ? name : throw new ArgumentOutOfRangeException(nameof(value), value, null);

    /// <summary>The member of a text, in any case; the default for one that is not known.</summary>
    public static T Find(string name) => Values.GetValueOrDefault(name);

    private static IEnumerable<KeyValuePair<string, T>> Readable()
    {
        foreach ((T value, string name) in Names)
            yield return new(name, value);
        // One source writes the short form.
        if (TradeType.Deleverage is T deleverage)
            yield return new("ADL", deleverage);
    }

    private static string Write(string member)
    {
        var text = new StringBuilder();
        foreach (char c in member)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToUpperInvariant(c));
        }
        return text.Replace("QUANTITY", "QTY").Replace("PREVIOUS", "PREV").ToString();
    }
}
