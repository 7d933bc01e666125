namespace LowLatencyMM.Replay.Tests;

/// <summary>What is done to a decision, or to its record.</summary>
internal enum Alteration
{
    ChangeWord,
    ChangeHead,
    Remove,
    Double,
}
