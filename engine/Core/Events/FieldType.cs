namespace LowLatencyMM.Core.Events;

/// <summary>How a payload's field is stored and journaled.</summary>
public enum FieldType
{
    /// <summary>One word: a signed 64-bit integer (also of enumerations); MessagePack int.</summary>
    Int64,

    /// <summary>One word: an IEEE 754 double; MessagePack float 64.</summary>
    Float64,

    /// <summary>Four words: a 256-bit number, big-endian; MessagePack bin 8 of 32 bytes.</summary>
    Bytes32,

    /// <summary>A length word and up to 80 bytes of UTF-8; MessagePack str.</summary>
    Utf8,
}
