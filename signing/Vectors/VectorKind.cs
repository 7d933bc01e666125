namespace LowLatencyMM.Signing.Vectors;

/// <summary>A kind of known answer: how its entries are recognised, and what they must agree with.</summary>
/// <param name="Name">As reports print it.</param>
/// <param name="Recognises">Whether an entry is of this kind, by its fields.</param>
/// <param name="Check">Throws a <see cref="VectorException"/> if the entry's answer is not ours.</param>
internal sealed record VectorKind(string Name, Func<VectorEntry, bool> Recognises, Action<VectorEntry> Check);
