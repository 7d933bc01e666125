using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>
/// Reads a decimal number, in quotes or bare, exactly: one that <see cref="decimal"/> would have to round is refused. Grammar:
/// <c>-?digits[.digits][(e|E)[+-]digits]</c>.
/// </summary>
internal sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    /// <summary>Every number of so many significant digits and decimal places fits.</summary>
    private const int MaxDigits = 28;

    private const int LongestText = 128;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            throw new JsonException($"{reader.TokenType} in place of a decimal number.");
        if (reader.HasValueSequence || reader.ValueSpan.Length > LongestText || reader.ValueIsEscaped || !TryRead(reader.ValueSpan, out decimal value))
            throw new JsonException($"A decimal number of at most {MaxDigits} digits is expected.");
        return value;
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    internal static bool TryRead(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        ReadOnlySpan<byte> mantissa = text.StartsWith("-"u8) ? text[1..] : text;
        int exponentAt = mantissa.IndexOfAny((byte)'e', (byte)'E');
        int exponent = 0;
        if (exponentAt >= 0 && !TryReadExponent(mantissa[(exponentAt + 1)..], out exponent))
            return false;
        if (exponentAt >= 0)
            mantissa = mantissa[..exponentAt];
        int point = mantissa.IndexOf((byte)'.');
        ReadOnlySpan<byte> integer = point < 0 ? mantissa : mantissa[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? [] : mantissa[(point + 1)..];
        if (!IsDigits(integer) || (point >= 0 && !IsDigits(fraction)))
            return false;
        int places = fraction.TrimEnd((byte)'0').Length - exponent;
        int digits = integer.TrimStart((byte)'0').Length + exponent;
        if (places > MaxDigits || digits > MaxDigits || Math.Max(digits, 0) + Math.Max(places, 0) > MaxDigits)
            return IsZero(integer) && IsZero(fraction);
        return Utf8Parser.TryParse(text, out value, out int used) && used == text.Length;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        ReadOnlySpan<byte> digits = text.StartsWith("-"u8) || text.StartsWith("+"u8) ? text[1..] : text;
        exponent = 0;
        if (!IsDigits(digits) || digits.Length > 4)
            return false;
        foreach (byte digit in digits)
            exponent = exponent * 10 + (digit - '0');
        if (text[0] == '-')
            exponent = -exponent;
        return true;
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsZero(ReadOnlySpan<byte> digits) => !digits.ContainsAnyExcept((byte)'0');
}
