using System.Globalization;

namespace LowLatencyMM.Host.Configuration;

/// <summary>
/// A key of the table whose feature is not in this version, or not whole: which values work all the same. Any other value is refused by
/// name, never replaced in silence. Whoever builds the feature deletes its line here.
/// </summary>
public sealed record MissingFeature
{
    private MissingFeature(string key, params string[] works)
    {
        Key = key;
        Works = works;
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The values that work; the first is taken when the file has none. Empty: the key must be absent.</summary>
    public IReadOnlyList<string> Works { get; }

    /// <summary>Whether the value must be in the file, because the documented default does not work yet and another would surprise.</summary>
    public bool MustBeSaid { get; private init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MissingFeature> All { get; } =
    [
    ];

    /// <summary>What is missing for a key; null for nothing.</summary>
    public static MissingFeature? Of(ConfigurationKey key) => All.FirstOrDefault(feature => feature.Key == key.Name);

    /// <summary>Whether a value of the key works.</summary>
    public bool Accepts(ConfigurationKey key, string text) => Works.Any(value => Same(key, text, value));

    /// <summary>What would work, in words.</summary>
    public string Expected => Works.Count switch
    {
        0 => "no such key: it is not in this version",
        1 => $"\"{Works[0]}\", the only one in this version",
        _ => string.Join(" or ", Works.Select(value => $"\"{value}\"")) + ", those of this version",
    };

    private static bool Same(ConfigurationKey key, string text, string value) => key.Kind switch
    {
        ValueKind.Number or ValueKind.Whole or ValueKind.Usd =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number == double.Parse(value, CultureInfo.InvariantCulture),
        ValueKind.Flag => text.Equals(value, StringComparison.OrdinalIgnoreCase),
        _ => key.Canonical(text) == value,
    };
}
