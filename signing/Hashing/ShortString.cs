using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>Cairo short strings: up to 31 ASCII characters read as one big-endian integer.</summary>
public static class ShortString
{
    /// <summary>Longest text.</summary>
    public const int MaxLength = 31;

    /// <summary>The text as an element; the empty text is 0.</summary>
    /// <exception cref="ArgumentException">More than 31 characters, or one that is not ASCII.</exception>
    public static Felt ToFelt(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
            throw new ArgumentException($"\"{text}\" has {text.Length} characters; a short string has at most {MaxLength}.", nameof(text));
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > 0x7f)
                throw new ArgumentException($"\"{text}\" has a character at {i} that is not ASCII; a short string is ASCII.", nameof(text));
            bytes[32 - text.Length + i] = (byte)text[i];
        }

        return new Felt(UInt256.ReadBigEndian(bytes));
    }
}
