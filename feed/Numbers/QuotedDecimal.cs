using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LowLatencyMM.Feed.Numbers;

/// <summary>
/// Plain decimal text (<c>-?digits[.digits]</c>) in front of a quote, of up to 16 bytes without its last zeros, or plain digits, read without a loop:
/// one vector finds the end, the point and anything that is no digit, a shuffle closes the gap of the point, and the digits are folded eight at a time.
/// </summary>
/// <remarks>
/// Hot path. The position of the end does not wait for the value, so that the processor already reads the next number while it folds this one.
/// Each read touches <see cref="Reach"/> bytes from its start, which the caller guarantees to exist.
/// </remarks>
internal static class QuotedDecimal
{
    /// <summary>Bytes that a read may touch.</summary>
    public const int Reach = 32;

    private const int Block = 16;
    private const uint BehindBlock = 1u << Block;
    private const int MaxIntegerDigits = 19;

    private static readonly ulong[] PowersOfTen = CreatePowersOfTen();

    /// <summary>10^<paramref name="exponent"/>, for 0 to 18.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PowerOfTen(int exponent) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(PowersOfTen), exponent);

    /// <summary>Reads the text before the next quote.</summary>
    /// <param name="text">Its first byte.</param>
    /// <param name="digits">All digits as one number.</param>
    /// <param name="integerDigits">How many stand before the point.</param>
    /// <param name="fractionDigits">How many stand behind the point.</param>
    /// <param name="isNegative">There is a minus sign.</param>
    /// <returns>The count of bytes before the quote, or -1 if the text is too long or not of this kind.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ref byte text, out ulong digits, out int integerDigits, out int fractionDigits, out bool isNegative)
    {
        Vector128<byte> characters = Vector128.LoadUnsafe(ref text);
        uint quotes = Quotes(characters);
        if (quotes == 0)
        {
            // Locals of their own: what a call can write through a reference is kept out of registers.
            int length = ReadPadded(ref text, out ulong paddedDigits, out int paddedIntegerDigits, out int paddedFractionDigits, out bool isPaddedNegative);
            digits = paddedDigits;
            integerDigits = paddedIntegerDigits;
            fractionDigits = paddedFractionDigits;
            isNegative = isPaddedNegative;
            return length;
        }
        return ReadBlock(characters, quotes, out digits, out integerDigits, out fractionDigits, out isNegative);
    }

    /// <summary>Text of more than 16 bytes, of which the ones behind the 16th are zeros behind a point ("84070.0000000000000000").</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadPadded(ref byte text, out ulong digits, out int integerDigits, out int fractionDigits, out bool isNegative)
    {
        Vector128<byte> padding = Vector128.LoadUnsafe(ref text, Block);
        uint quotes = Quotes(padding);
        uint others = ~Vector128.Equals(padding, Vector128.Create((byte)'0')).ExtractMostSignificantBits() & (quotes - 1) & ~quotes;
        int end = ReadBlock(Vector128.LoadUnsafe(ref text), BehindBlock, out digits, out integerDigits, out fractionDigits, out isNegative);
        return end < 0 || quotes == 0 || others != 0 || fractionDigits == 0 ? -1 : Block + BitOperations.TrailingZeroCount(quotes);
    }

    /// <summary>The text in <paramref name="characters"/> before the lowest bit of <paramref name="quotes"/>; its length or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadBlock(
        Vector128<byte> characters, uint quotes, out ulong digits, out int integerDigits, out int fractionDigits, out bool isNegative)
    {
        int end = BitOperations.TrailingZeroCount(quotes);
        Vector128<byte> values = characters - Vector128.Create((byte)'0');
        Vector128<byte> isOther = Vector128.GreaterThan(values, Vector128.Create((byte)9));
        uint dots = Vector128.Equals(characters, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        int sign = characters.ToScalar() == '-' ? 1 : 0;
        uint others = isOther.ExtractMostSignificantBits() & ((quotes - 1) & ~quotes) & ~(uint)sign;
        int point = BitOperations.TrailingZeroCount(others | quotes);
        int hasPoint = others != 0 ? 1 : 0;

        isNegative = sign != 0;
        integerDigits = point - sign;
        fractionDigits = end - point - hasPoint;
        digits = Fold(RightAlign(Vector128.AndNot(values, isOther), point, end - hasPoint));
        // At most one byte is neither sign nor digit, it is a point, and digits stand on both sides of it.
        bool isPlain = (others & (others - 1)) == 0 && (others & ~dots) == 0 && integerDigits > 0 && end - point != 1;
        return isPlain ? end : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Quotes(Vector128<byte> characters) => Vector128.Equals(characters, Vector128.Create((byte)'"')).ExtractMostSignificantBits();

    /// <summary>
    /// Reads the digits at the start of <paramref name="text"/>: a JSON integer that is not negative, of up to 19 digits, without superfluous
    /// zeros.
    /// </summary>
    /// <returns>The count of digits, or -1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadInteger(ref byte text, out long value)
    {
        Vector128<byte> values = Vector128.LoadUnsafe(ref text) - Vector128.Create((byte)'0');
        Vector128<byte> isOther = Vector128.GreaterThan(values, Vector128.Create((byte)9));
        uint others = isOther.ExtractMostSignificantBits();
        int count = BitOperations.TrailingZeroCount(others | BehindBlock);
        ulong magnitude = Fold(RightAlign(Vector128.AndNot(values, isOther), count, count));
        uint digit;
        while (count is >= Block and < MaxIntegerDigits && (digit = Unsafe.Add(ref text, count) - (uint)'0') <= 9)
        {
            magnitude = magnitude * 10 + digit;
            count++;
        }
        value = (long)magnitude;
        // Nineteen digits stay below 2^64, so that more than a long shows as a negative value.
        return count == 0 || value < 0 || (text == '0' && count > 1) ? -1 : count;
    }

    /// <summary>
    /// Moves bytes 0 to <paramref name="digits"/> - 1, without counting the one at <paramref name="point"/>, to the vector's end; zeros come in.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> RightAlign(Vector128<byte> values, int point, int digits)
    {
        Vector128<sbyte> from = Vector128.Create((sbyte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) + Vector128.Create((sbyte)(digits - Block));
        from -= Vector128.GreaterThan(from, Vector128.Create((sbyte)(point - 1)));
        // A negative index gives zero.
        return Ssse3.IsSupported ? Ssse3.Shuffle(values, from.AsByte()) : Vector128.Shuffle(values, from.AsByte());
    }

    /// <summary>Sixteen digits, the most significant first, to a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(Vector128<byte> digits)
    {
        if (Sse41.IsSupported)
        {
            Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(digits, Vector128.Create(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, (sbyte)1));
            Vector128<int> fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(100, 1, 100, 1, 100, 1, 100, (short)1));
            Vector128<short> packed = Sse41.PackUnsignedSaturate(fours, fours).AsInt16();
            ulong eights = Sse2.MultiplyAddAdjacent(packed, Vector128.Create(10_000, 1, 10_000, 1, 10_000, 1, 10_000, (short)1)).AsUInt64().ToScalar();
            return (eights & uint.MaxValue) * 100_000_000 + (eights >> 32);
        }
        return FoldEight(digits.AsUInt64().GetElement(0)) * 100_000_000 + FoldEight(digits.AsUInt64().GetElement(1));
    }

    /// <summary>Eight digits in the bytes of a word, the most significant in the lowest byte.</summary>
    private static ulong FoldEight(ulong digits)
    {
        const ulong Mask = 0x0000_00FF_0000_00FF;
        digits = (digits * 10) + (digits >> 8);
        return (((digits & Mask) * (100 + (1_000_000UL << 32))) + (((digits >> 16) & Mask) * (1 + (10_000UL << 32)))) >> 32;
    }

    private static ulong[] CreatePowersOfTen()
    {
        ulong[] powers = new ulong[DecimalGrid.MaxScale + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
