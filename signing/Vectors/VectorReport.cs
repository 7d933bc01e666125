namespace LowLatencyMM.Signing.Vectors;

/// <summary>What a check of known answers found.</summary>
/// <param name="Counts">Answers that agree, by kind, in the order of their first appearance.</param>
/// <param name="Mismatch">The first entry that does not agree or is not understood: where, what it gives, what was expected; null if all agree.</param>
public sealed record VectorReport(IReadOnlyList<KeyValuePair<string, int>> Counts, string? Mismatch);
