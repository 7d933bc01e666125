using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>
/// Walks over a frame's bytes without a bounds check each. Whoever walks says <see cref="Secure"/> at least once every <see cref="Reach"/> bytes: near the
/// frame's end that moves what is left into a buffer with zeros behind it, which match nothing.
/// </summary>
/// <remarks>
/// Hot path. Every method either finds what it was asked for and goes behind it, or gives false; text is accepted byte by byte, and never a zero,
/// so that a walk cannot pass the end. All text that it accepts is ASCII.
/// </remarks>
internal ref struct FrameCursor
{
    /// <summary>Bytes behind the place at which <see cref="Secure"/> was called that may be read.</summary>
    public const int Reach = 192;

    /// <summary>Size of the buffer that a cursor needs.</summary>
    public const int TailLength = 2 * Reach;

    private const int LongestNumber = 40;
    private const int TextBlocks = 4;

    private readonly byte[] _tail;
    private ref byte _at;
    private ref byte _end;
    private ref byte _lastSecure;

    /// <param name="frame">The frame.</param>
    /// <param name="tail">A buffer of <see cref="TailLength"/> bytes for this walk.</param>
    public FrameCursor(ReadOnlySpan<byte> frame, byte[] tail)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tail.Length, TailLength);
        _tail = tail;
        _at = ref MemoryMarshal.GetReference(frame);
        _end = ref Unsafe.Add(ref _at, frame.Length);
        _lastSecure = ref _at;
        if (frame.Length <= Reach)
            MoveToTail();
        else
            _lastSecure = ref Unsafe.Subtract(ref _end, Reach);
    }

    /// <summary>Where it stands.</summary>
    public readonly ref byte At => ref _at;

    /// <summary>The whole frame has been read.</summary>
    public readonly bool IsAtEnd => Unsafe.AreSame(ref _at, ref _end);

    /// <summary>Goes to a place that was reached by reading from <see cref="At"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveTo(ref byte place) => _at = ref Unsafe.AddByteOffset(ref _at, Unsafe.ByteOffset(ref _at, ref place));

    /// <summary>Makes <see cref="Reach"/> bytes readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Secure()
    {
        if (Unsafe.IsAddressGreaterThan(ref _at, ref _lastSecure))
            MoveToTail();
    }

    /// <summary>Goes behind <paramref name="literal"/>, of at most 64 bytes, if it stands here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Skip(ReadOnlySpan<byte> literal)
    {
        if (!MemoryMarshal.CreateReadOnlySpan(ref _at, literal.Length).SequenceEqual(literal))
            return false;
        _at = ref Unsafe.Add(ref _at, literal.Length);
        return true;
    }

    /// <summary>Reads a JSON integer that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryInteger(out long value)
    {
        int length = QuotedDecimal.ReadInteger(ref _at, out value);
        if (length < 0)
            return false;
        _at = ref Unsafe.Add(ref _at, length);
        return true;
    }

    /// <summary>Reads decimal text up to its closing quote as units of a grid, and goes behind the quote.</summary>
    public bool TryUnits(in DecimalGrid grid, out long units)
    {
        int length = grid.ReadQuoted(ref _at, out units);
        if (length < 0)
            length = ReadLong(ref _at, grid, out units);
        _at = ref Unsafe.Add(ref _at, length + 1);
        return length >= 0;
    }

    /// <summary>Reads decimal text up to its closing quote in 10^-<paramref name="scale"/>, rounded half away from zero, and goes behind the quote.</summary>
    public bool TryRounded(int scale, out long value)
    {
        int length = QuotedDecimal.Read(ref _at, out ulong magnitude, out int integerDigits, out int fractionDigits, out bool isNegative);
        if (length >= 0 && fractionDigits <= scale && integerDigits + scale <= DecimalGrid.MaxScale)
        {
            magnitude *= QuotedDecimal.PowerOfTen(scale - fractionDigits);
            value = isNegative ? -(long)magnitude : (long)magnitude;
        }
        else
        {
            length = IndexOfQuote(ref _at, LongestNumber);
            value = 0;
            if (length < 0 || DecimalText.ReadRounded(MemoryMarshal.CreateReadOnlySpan(ref _at, length), scale, out value) != DecimalError.None)
                return false;
        }
        _at = ref Unsafe.Add(ref _at, length + 1);
        return true;
    }

    /// <summary>Reads printable ASCII without a backslash up to its closing quote, at most 63 bytes, and goes behind the quote.</summary>
    public bool TryText(out ReadOnlySpan<byte> text)
    {
        int length = PlainTextLength(ref _at);
        text = length < 0 ? default : MemoryMarshal.CreateReadOnlySpan(ref _at, length);
        _at = ref Unsafe.Add(ref _at, length + 1);
        return length >= 0;
    }

    /// <summary>Reads the envelope's end, <c>,"ts":N,"seq":N[,"subscription":S]}</c>, with nothing after it.</summary>
    public bool TryEnd(out long exchangeMs, out long seq)
    {
        Secure();
        seq = 0;
        if (!Skip(",\"ts\":"u8) || !TryInteger(out exchangeMs))
        {
            exchangeMs = 0;
            return false;
        }
        if (!Skip(",\"seq\":"u8) || !TryInteger(out seq))
            return false;
        if (Skip(",\"subscription\":\""u8) && !TryText(out _))
            return false;
        return Skip("}"u8) && IsAtEnd;
    }

    /// <summary>Length of the member name whose opening quote stands here; any other number if there is none of up to 31 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int NameLength()
    {
        Vector256<byte> characters = Vector256.LoadUnsafe(ref Unsafe.Add(ref _at, 1));
        int length = BitOperations.TrailingZeroCount(Vector256.Equals(characters, Vector256.Create((byte)'"')).ExtractMostSignificantBits());
        return _at == '"' ? length : -1;
    }

    /// <summary>Decimal text of up to 40 bytes in any spelling; the count of bytes before the quote, or -1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ReadLong(ref byte text, DecimalGrid grid, out long units)
    {
        units = 0;
        int length = IndexOfQuote(ref text, LongestNumber);
        if (length < 0)
            return -1;
        return grid.Read(MemoryMarshal.CreateReadOnlySpan(ref text, length), out units) == DecimalError.None ? length : -1;
    }

    /// <summary>The count of printable ASCII bytes without a backslash before the next quote; -1 if others are among them or there are more than 63.</summary>
    private static int PlainTextLength(ref byte text)
    {
        for (int at = 0; at < TextBlocks * Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<byte> characters = Vector128.LoadUnsafe(ref text, (nuint)at);
            uint quotes = Vector128.Equals(characters, Vector128.Create((byte)'"')).ExtractMostSignificantBits();
            Vector128<byte> isOdd = Vector128.GreaterThan(characters - Vector128.Create((byte)' '), Vector128.Create((byte)('~' - ' ')))
                | Vector128.Equals(characters, Vector128.Create((byte)'\\'));
            if ((isOdd.ExtractMostSignificantBits() & (quotes - 1) & ~quotes) != 0)
                return -1;
            if (quotes != 0)
                return at + BitOperations.TrailingZeroCount(quotes);
        }
        return -1;
    }

    private static int IndexOfQuote(ref byte text, int most) => MemoryMarshal.CreateReadOnlySpan(ref text, most + 1).IndexOf((byte)'"');

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveToTail()
    {
        int left = (int)Unsafe.ByteOffset(ref _at, ref _end);
        ref byte tail = ref MemoryMarshal.GetArrayDataReference(_tail);
        Unsafe.CopyBlockUnaligned(ref tail, ref _at, (uint)left);
        Unsafe.InitBlockUnaligned(ref Unsafe.Add(ref tail, left), 0, Reach);
        _at = ref tail;
        _end = ref Unsafe.Add(ref tail, left);
        _lastSecure = ref _end;
    }
}
