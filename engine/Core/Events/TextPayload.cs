using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>Up to 80 bytes of UTF-8; longer text is cut at a character's boundary.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TextPayload
{
    /// <summary>Most bytes that one text event holds.</summary>
    public const int Capacity = 80;

    /// <summary>What the text tells.</summary>
    public TextPurpose Purpose;

    /// <summary>Bytes used, 0 to <see cref="Capacity"/>.</summary>
    public long Length;

    private TextBytes _bytes;

    /// <summary>The text.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Utf8 => ((ReadOnlySpan<byte>)_bytes)[..(int)Length];

    /// <summary>Stores <paramref name="utf8"/>, cut to <see cref="Capacity"/> bytes without splitting a character.</summary>
    public void Set(TextPurpose purpose, ReadOnlySpan<byte> utf8)
    {
        int length = Math.Min(utf8.Length, Capacity);
        while (length > 0 && length < utf8.Length && (utf8[length] & 0xC0) == 0x80)
            length--;
        Purpose = purpose;
        Length = length;
        utf8[..length].CopyTo(_bytes);
    }

    [InlineArray(Capacity)]
    private struct TextBytes
    {
        private byte _first;
    }
}
