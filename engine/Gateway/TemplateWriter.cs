namespace LowLatencyMM.Gateway;

/// <summary>Appends pieces to a buffer whose size was planned for them; one that does not fit is a defect and throws.</summary>
internal ref struct TemplateWriter(Span<byte> buffer, int position)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; } = position;

    /// <summary>What is left to write to.</summary>
    public readonly Span<byte> Rest => _buffer[Position..];

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Rest);
        Position += utf8.Length;
    }

    /// <summary>Appends text that is known to be ASCII; cold path.</summary>
    public void Append(string ascii) => Position += System.Text.Encoding.ASCII.GetBytes(ascii, Rest);

    /// <summary>Appends a number.</summary>
    public void Append(ulong value) => Position += DecimalText.Write(Rest, value);

    /// <summary>Leaves bytes free, or counts bytes that the caller wrote to <see cref="Rest"/>.</summary>
    public void Advance(int count) => Position += count;
}
