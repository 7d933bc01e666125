namespace LowLatencyMM.Host.Configuration;

/// <summary>Where a value comes from.</summary>
public enum ConfigurationSource
{
    /// <summary>The table: the file has none.</summary>
    Default,

    /// <summary>The top of the file.</summary>
    File,

    /// <summary>The market's own part of the file.</summary>
    Market,
}
