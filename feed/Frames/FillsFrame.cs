namespace LowLatencyMM.Feed.Frames;

/// <summary>A frame of own trades, whole. The spans are valid during the call only.</summary>
public readonly ref struct FillsFrame
{
    private readonly ReadOnlySpan<byte> _text;

    internal FillsFrame(FrameHeader header, bool isSnapshot, ReadOnlySpan<Fill> fills, ReadOnlySpan<byte> text)
    {
        Header = header;
        IsSnapshot = isSnapshot;
        Fills = fills;
        _text = text;
    }

    /// <summary>Where and when it came from.</summary>
    public FrameHeader Header { get; }

    /// <summary>The exchange marked the frame as part of its initial state. Over REST false: a page is not the whole.</summary>
    public bool IsSnapshot { get; }

    /// <summary>The trades; those of markets that were not asked for are left out.</summary>
    public ReadOnlySpan<Fill> Fills { get; }

    /// <summary>External id of the order of trade <paramref name="index"/>, UTF-8; empty if absent (REST gives none).</summary>
    public ReadOnlySpan<byte> ExternalOrderId(int index) => _text.Slice(Fills[index].TextStart, Fills[index].TextLength);
}
