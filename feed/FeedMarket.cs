using System.Text;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed;

/// <summary>What the feed must know of a market to turn its numbers into integers.</summary>
public sealed class FeedMarket
{
    /// <summary>Names a market.</summary>
    /// <param name="id">The caller's own number for it, carried by every frame; not negative.</param>
    /// <param name="name">The exchange's name, such as <c>BTC-USD</c>: printable ASCII without quotes.</param>
    /// <param name="tick">Grid of prices.</param>
    /// <param name="step">Grid of quantities.</param>
    /// <exception cref="ArgumentException">The id is negative or the name is not of that kind.</exception>
    public FeedMarket(int id, string name, DecimalGrid tick, DecimalGrid step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (char c in name)
        {
            if (c is <= ' ' or > '~' or '"' or '\\')
                throw new ArgumentException($"'{name}' is no market name: printable ASCII without blanks and quotes is expected.", nameof(name));
        }
        Id = id;
        Name = name;
        Tick = tick;
        Step = step;
        NameUtf8 = Encoding.ASCII.GetBytes(name);
    }

    /// <summary>The caller's number for the market.</summary>
    public int Id { get; }

    /// <summary>The exchange's name.</summary>
    public string Name { get; }

    /// <summary>Grid of prices.</summary>
    public DecimalGrid Tick { get; }

    /// <summary>Grid of quantities.</summary>
    public DecimalGrid Step { get; }

    internal byte[] NameUtf8 { get; }
}
