namespace LowLatencyMM.Journal;

/// <summary>Why bytes are not a record.</summary>
internal enum RecordFault
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>They do not begin with an array.</summary>
    NotAnArray,

    /// <summary>The array is too short for any record.</summary>
    TooFewElements,

    /// <summary>The array is not complete, or longer than a record may be.</summary>
    Incomplete,

    /// <summary>One of the first eight elements is no integer in its range.</summary>
    BadHead,

    /// <summary>The last element is not a uint32.</summary>
    NoChecksum,

    /// <summary>The checksum is another one.</summary>
    WrongChecksum,
}
