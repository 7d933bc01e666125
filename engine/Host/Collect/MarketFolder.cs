namespace LowLatencyMM.Host.Collect;

/// <summary>Where a market's collected files are.</summary>
public static class MarketFolder
{
    /// <summary>The folder of a market, e.g. <c>data/eth_usd</c>.</summary>
    /// <exception cref="UserErrorException">The name cannot be a folder's.</exception>
    public static string Of(string dataDirectory, string market)
    {
        string name = market.ToLowerInvariant().Replace('-', '_');
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_' && c != '.') || name.All(c => c == '.'))
            throw new UserErrorException(ExitCode.Usage, $"Market \"{market}\" cannot be collected: expected a name of letters, digits, '-', '_' and '.'.");
        return Path.Combine(dataDirectory, name);
    }
}
