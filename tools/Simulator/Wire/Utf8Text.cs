using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// A growing buffer of UTF-8 JSON text; reused, so that building a frame allocates nothing after warm-up. Given a source of chance, it
/// writes some numbers with fewer or more trailing zeros.
/// </summary>
internal sealed class Utf8Text(Random? variety = null)
{
    private byte[] _buffer = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets what was written after a length.</summary>
    public void Truncate(int length) => Length = length;

    public Utf8Text Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
        return this;
    }

    public Utf8Text Raw(byte character)
    {
        Room(1)[0] = character;
        Length++;
        return this;
    }

    public Utf8Text Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out int written);
        Length += written;
        return this;
    }

    /// <summary>A count of units in quotes.</summary>
    public Utf8Text Quoted(DecimalGrid grid, long count)
    {
        Span<byte> room = Room(40);
        room[0] = (byte)'"';
        int length = 1 + grid.Format(count, room[1..]);
        if (variety is not null && grid.Decimals > 0)
            length = Vary(room, length, variety.Next(8));
        room[length++] = (byte)'"';
        Length += length;
        return this;
    }

    /// <summary>A decimal in quotes, with a standard format such as "F6".</summary>
    public Utf8Text Quoted(decimal value, ReadOnlySpan<char> format)
    {
        Span<byte> room = Room(80);
        room[0] = (byte)'"';
        value.TryFormat(room[1..], out int written, format, CultureInfo.InvariantCulture);
        room[written + 1] = (byte)'"';
        Length += written + 2;
        return this;
    }

    /// <summary>Text in quotes; quotes, backslashes and control characters in it are escaped.</summary>
    public Utf8Text Quoted(string text)
    {
        Raw((byte)'"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
                Raw((byte)'\\');
            if (rune.Value < 0x20)
            {
                Raw("\\u00"u8);
                Raw(Hex(rune.Value >> 4)).Raw(Hex(rune.Value & 15));
                continue;
            }
            Length += rune.EncodeToUtf8(Room(4));
        }
        return Raw((byte)'"');
    }

    /// <summary>A comma before every element of an array but the first.</summary>
    public Utf8Text Separate(int index) => index == 0 ? this : Raw((byte)',');

    public Utf8Text Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Drops trailing zeros (0), adds some (1, 2) or leaves the number (3 to 7); it has a point.</summary>
    private static int Vary(Span<byte> number, int length, int choice)
    {
        if (choice is 1 or 2)
            number.Slice(length, choice).Fill((byte)'0');
        if (choice != 0)
            return choice < 3 ? length + choice : length;
        while (number[length - 1] == (byte)'0')
            length--;
        return number[length - 1] == (byte)'.' ? length - 1 : length;
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    private Span<byte> Room(int size)
    {
        if (Length + size > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + size));
        return _buffer.AsSpan(Length);
    }
}
