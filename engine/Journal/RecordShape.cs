namespace LowLatencyMM.Journal;

/// <summary>The shapes that payloads have.</summary>
internal enum RecordShape : byte
{
    /// <summary>8-byte words, each an integer or a double.</summary>
    Words,

    /// <summary>Numbers of 32 bytes.</summary>
    Hashes,

    /// <summary>A purpose and text.</summary>
    Text,
}
