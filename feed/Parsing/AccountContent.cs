namespace LowLatencyMM.Feed.Parsing;

/// <summary>What a REST answer about the account holds in its <c>data</c>.</summary>
internal enum AccountContent : byte
{
    /// <summary>An array of orders.</summary>
    Orders,

    /// <summary>An array of own trades.</summary>
    Fills,

    /// <summary>A balance object.</summary>
    Balance,

    /// <summary>An array of positions.</summary>
    Positions,
}
