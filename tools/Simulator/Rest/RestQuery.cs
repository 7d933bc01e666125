using System.Globalization;
using LowLatencyMM.Simulator.Matching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>The query of a request; a parameter that is missing or unreadable is refused by name.</summary>
internal readonly struct RestQuery(IQueryCollection query)
{
    /// <summary>Whether a repeatable filter is absent or names a value.</summary>
    public bool Wants(string name, string value) => !query.TryGetValue(name, out StringValues values) || values.Contains(value);

    /// <summary>Whether the market and side filters let something through.</summary>
    public bool Wants(MarketRules market, string side) => Wants("market", market.Name) && Wants("side", side);

    /// <summary>A parameter's text, empty if it is missing.</summary>
    public string Text(string name) => query[name].ToString();

    /// <summary>Most items that an answer may have: <c>limit</c>, at most what the exchange allows.</summary>
    public int Limit(int largest) => (int)Math.Min(Number("limit", largest), largest);

    /// <summary>The id to go on before; none for the first page.</summary>
    public long Cursor() => Number("cursor", long.MaxValue);

    /// <summary>A whole number that must be there.</summary>
    public long Number(string name) => Number(name, -1) is >= 0 and var value
        ? value
        : throw new RefusedException(RequestError.Malformed($"The query parameter {name} is missing"));

    /// <summary>A whole number, 0 or more.</summary>
    public long Number(string name, long otherwise)
    {
        if (!query.TryGetValue(name, out StringValues values))
            return otherwise;
        return long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new RefusedException(RequestError.Malformed($"{name} is '{values}', expected a whole number, 0 or more"));
    }
}
