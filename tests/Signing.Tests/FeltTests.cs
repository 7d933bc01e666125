using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using static LowLatencyMM.Signing.Tests.BigIntegerModel;

namespace LowLatencyMM.Signing.Tests;

public class FeltTests
{
    private static readonly string Largest = (P - 1).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    [Theory]
    [InlineData("0", "0x0")]
    [InlineData("0x0", "0x0")]
    [InlineData("0X00aBcD", "0xabcd")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", "0x1")]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000000", "0x800000000000011000000000000000000000000000000000000000000000000")]
    public void Hex_text_is_read_in_any_case_and_printed_minimal(string text, string printed)
    {
        Assert.True(Felt.TryParseHex(text, out Felt fromChars));
        Assert.True(Felt.TryParseHex(Encoding.ASCII.GetBytes(text), out Felt fromBytes));

        Assert.Equal(fromChars, fromBytes);
        Assert.Equal(printed, fromChars.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("x1")]
    [InlineData("0x 1")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("0x0x1")]
    [InlineData("1g")]
    [InlineData("0x1\u0130")]
    [InlineData("0x\uff11")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000001")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Text_that_is_no_felt_is_refused(string text)
    {
        Assert.False(Felt.TryParseHex(text, out Felt value));
        Assert.False(Felt.TryParseHex(Encoding.UTF8.GetBytes(text), out _));
        Assert.True(value.IsZero);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_negative_number_is_p_minus_its_magnitude(long value) =>
        Assert.Equal(Mod(value, P), Felt.FromInt64(value).ToBigInteger());

    [Fact]
    public void Big_endian_bytes_at_or_above_p_or_of_another_length_are_refused()
    {
        byte[] bytes = new byte[32];
        ToUInt256(P).WriteBigEndian(bytes);
        Assert.False(Felt.TryFromBigEndian(bytes, out _));

        ToUInt256(P - 1).WriteBigEndian(bytes);
        Assert.True(Felt.TryFromBigEndian(bytes, out Felt largest));
        Assert.Equal("0x" + Largest, largest.ToString());
        Assert.False(Felt.TryFromBigEndian(bytes.AsSpan(1), out _));
    }

    [Fact]
    public void Bytes_and_text_round_trip_and_equality_is_that_of_the_number()
    {
        Gen<byte[]> bytes = Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), 32);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20260927, 1, 0), Prop.ForAll(bytes.ToArbitrary(), input =>
        {
            input[0] &= 7;
            bool accepted = Felt.TryFromBigEndian(input, out Felt value);
            BigInteger number = new(input, isUnsigned: true, isBigEndian: true);
            Span<byte> output = stackalloc byte[32];
            value.WriteBigEndian(output);
            Span<byte> text = stackalloc byte[Felt.MaxHexLength];
            string printed = Encoding.ASCII.GetString(text[..value.FormatHex(text)]);

            return accepted && output.SequenceEqual(input) && Hex(printed[2..]) == number
                && VectorFile.ParseFelt(printed) == value && value != Felt.FromUInt64((ulong)(number & 0xFFFF) ^ 1);
        }));
    }

    [Fact]
    public void Too_short_a_destination_for_the_text_is_an_error_that_says_so()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Felt.FromUInt64(0xabcdef).FormatHex(new byte[7]));

        Assert.Contains("8 bytes", refusal.Message);
    }
}
