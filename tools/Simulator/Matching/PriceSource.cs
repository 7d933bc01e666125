namespace LowLatencyMM.Simulator.Matching;

/// <summary>Which price a trigger looks at.</summary>
internal enum PriceSource : byte
{
    /// <summary>LAST: the latest public trade.</summary>
    Last,

    /// <summary>MARK.</summary>
    Mark,

    /// <summary>INDEX.</summary>
    Index,
}
