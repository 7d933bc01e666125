namespace LowLatencyMM.Host.Verbs;

/// <summary>One figure of a verb's output: declared once for the table and for JSON.</summary>
/// <param name="Member">Name in JSON, with its unit.</param>
/// <param name="Heading">Heading for people.</param>
/// <param name="Value">
/// The value: a decimal (in JSON a string), a text, a whole number, a truth, a <see cref="UnixMs"/>, or null. 64-bit ids are texts: a double cannot hold them.
/// </param>
internal sealed record Column<T>(string Member, string Heading, Func<T, object?> Value);
