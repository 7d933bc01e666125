namespace LowLatencyMM.Host.Measurement;

/// <summary>What one of the engine's threads has allocated.</summary>
/// <param name="Thread">Its name.</param>
/// <param name="Bytes">Bytes since its start, or since a moment.</param>
public readonly record struct ThreadAllocation(string Thread, long Bytes);
