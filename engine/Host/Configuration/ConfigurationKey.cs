using System.Globalization;

namespace LowLatencyMM.Host.Configuration;

/// <summary>
/// One key of <c>config.json</c>, declared once: reading, validation, <c>config explain</c>, <c>config show</c> and the table in this
/// folder's README all follow from it.
/// </summary>
/// <param name="Name">The key.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Meaning">What it does, in one phrase.</param>
public sealed record ConfigurationKey(string Name, ValueKind Kind, string Meaning)
{
    /// <summary>The value that is taken when the file has none, as it would stand in the file; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>For an amount whose default is a multiple of <c>market_making_notional_usd</c>: that multiple; otherwise 0.</summary>
    public int DefaultTimesNotional { get; init; }

    /// <summary>Whether <c>run</c> refuses a file without it.</summary>
    public bool Required { get; init; }

    /// <summary>Smallest value of a number.</summary>
    public decimal Least { get; init; }

    /// <summary>Largest value of a number.</summary>
    public decimal Most { get; init; }

    /// <summary>The names of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Other names for choices: (other name, name).</summary>
    public IReadOnlyList<(string Alias, string Choice)> Aliases { get; init; } = [];

    /// <summary>Unit of a number; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether a market in <c>market_making_markets</c> may have its own value.</summary>
    public bool PerMarket { get; init; }

    /// <summary>Whether a running engine takes a changed value over; otherwise it is read at the start.</summary>
    public bool Reloadable { get; init; }

    /// <summary>The engine's setting that it becomes, e.g. <c>Quoting.Gamma</c>; null if it becomes none.</summary>
    public string? Setting { get; init; }

    /// <summary>The part of the table that it stands in.</summary>
    public string Group { get; init; } = "";

    /// <summary>Which values are taken, in words: part of every refusal.</summary>
    public string Expected => Kind switch
    {
        ValueKind.Number => $"a number from {Text(Least)} to {Text(Most)}",
        ValueKind.Whole => $"a whole number from {Text(Least)} to {Text(Most)}",
        ValueKind.Usd => $"an amount from {Text(Least)} to {Text(Most)}",
        ValueKind.Flag => "true or false",
        ValueKind.Choice => string.Join(" or ", Choices),
        ValueKind.TextList => "a list of texts",
        ValueKind.NumberList => $"a list of numbers from {Text(Least)} to {Text(Most)}",
        ValueKind.Markets => "a list of markets, or an object of markets with their own keys",
        _ => "a text",
    };

    /// <summary>The default, in words.</summary>
    public string DefaultText => DefaultTimesNotional > 0 ? $"{DefaultTimesNotional} × market_making_notional_usd" : Default ?? (Required ? "required" : "none");

    /// <summary>Whether <paramref name="text"/> is a value of this key; lists are checked item by item.</summary>
    public bool Accepts(string text) => Kind switch
    {
        ValueKind.Number or ValueKind.NumberList =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= (double)Least && number <= (double)Most,
        ValueKind.Whole => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && whole >= Least && whole <= Most,
        ValueKind.Usd => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) && amount >= Least && amount <= Most,
        ValueKind.Flag => bool.TryParse(text, out _),
        ValueKind.Choice => Choices.Contains(Canonical(text)),
        _ => text.Length > 0,
    };

    /// <summary>A choice's own name for what the file calls it: lower case, aliases resolved.</summary>
    public string Canonical(string text)
    {
        string lower = text.ToLowerInvariant();
        return Aliases.FirstOrDefault(alias => alias.Alias == lower).Choice ?? lower;
    }

    private static string Text(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
