namespace LowLatencyMM.Feed.Frames;

/// <summary>A frame of orders, whole. The spans are valid during the call only.</summary>
public readonly ref struct OrdersFrame
{
    private readonly ReadOnlySpan<byte> _text;

    internal OrdersFrame(FrameHeader header, bool isSnapshot, ReadOnlySpan<OrderUpdate> orders, ReadOnlySpan<byte> text)
    {
        Header = header;
        IsSnapshot = isSnapshot;
        Orders = orders;
        _text = text;
    }

    /// <summary>Where and when it came from.</summary>
    public FrameHeader Header { get; }

    /// <summary>These are all open orders; else updates. Always true over REST.</summary>
    public bool IsSnapshot { get; }

    /// <summary>The orders; those of markets that were not asked for are left out.</summary>
    public ReadOnlySpan<OrderUpdate> Orders { get; }

    /// <summary>External id of order <paramref name="index"/>, UTF-8.</summary>
    public ReadOnlySpan<byte> ExternalId(int index) => _text.Slice(Orders[index].TextStart, Orders[index].TextLength);
}
