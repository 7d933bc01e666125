namespace LowLatencyMM.Core.Ring;

/// <summary>How many threads publish into a ring.</summary>
public enum ProducerType
{
    /// <summary>Any number of threads.</summary>
    Multi,

    /// <summary>One thread only, always the same. Cheaper; not checked.</summary>
    Single,
}
