namespace LowLatencyMM.Core.Events;

/// <summary>One field of a payload.</summary>
/// <param name="Name">Its name, with the unit where it has one.</param>
/// <param name="Type">How it is stored and journaled.</param>
public readonly record struct FieldSchema(string Name, FieldType Type);
