namespace LowLatencyMM.Host.Configuration;

/// <summary>What a configuration key's value is.</summary>
public enum ValueKind
{
    /// <summary>Text, e.g. a market or a folder.</summary>
    Text,

    /// <summary>A number; fractions are allowed and kept.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>An amount of the collateral, exact to 1e-6.</summary>
    Usd,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of a few names; upper and lower case are the same.</summary>
    Choice,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>A list of numbers.</summary>
    NumberList,

    /// <summary>Markets to make: a list of names, or an object of names, each with the keys that differ for it.</summary>
    Markets,
}
