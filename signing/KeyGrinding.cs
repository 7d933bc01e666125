using System.Buffers.Binary;
using System.Security.Cryptography;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing;

/// <summary>The exchange's way from an Ethereum signature to a private key. Cold; every temporary is zeroed.</summary>
internal static class KeyGrinding
{
    private const int SeedLength = 32;
    private const int SeedDigits = 2 * SeedLength;
    private const int CounterLength = sizeof(uint);

    // Five multiples of n, each twice the one before: 31·n is their sum, the largest multiple below 2^256.
    private const int Doublings = 5;

    /// <summary>A number in [0, n); false if the text is no signature.</summary>
    public static bool TryGrind(ReadOnlySpan<char> signature, out UInt256 scalar)
    {
        scalar = default;
        ReadOnlySpan<char> digits = signature.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? signature[2..] : signature;
        if (digits.Length < SeedDigits || digits.ContainsAnyExcept("0123456789abcdefABCDEF")
            || !HexInteger.TryParse(digits[..SeedDigits], out UInt256 seed))
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[SeedLength + CounterLength];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        seed.WriteBigEndian(buffer);
        int zeros = Math.Min(buffer[..SeedLength].IndexOfAnyExcept((byte)0) is >= 0 and int first ? first : SeedLength, SeedLength - 1);
        for (uint counter = 0; ; counter++)
        {
            int end = SeedLength + WriteMinimal(counter, buffer[SeedLength..]);
            SHA256.HashData(buffer[zeros..end], digest);
            if (!TryReduce(UInt256.ReadBigEndian(digest), out scalar))
                continue;
            CryptographicOperations.ZeroMemory(buffer);
            CryptographicOperations.ZeroMemory(digest);
            return true;
        }
    }

    /// <summary>value modulo n; false if value is 31·n or more.</summary>
    private static bool TryReduce(UInt256 value, out UInt256 reduced)
    {
        Span<UInt256> multiples = stackalloc UInt256[Doublings];
        multiples[0] = ScalarField.Order;
        UInt256 limit = ScalarField.Order;
        for (int i = 1; i < Doublings; i++)
        {
            multiples[i] = UInt256.Add(multiples[i - 1], multiples[i - 1], out _);
            limit = UInt256.Add(limit, multiples[i], out _);
        }

        bool accepted = value.IsLessThan(limit);
        for (int i = Doublings - 1; i >= 0; i--)
        {
            UInt256 less = UInt256.Subtract(value, multiples[i], out ulong below);
            value = UInt256.Select(0 - below, value, less);
        }

        reduced = value;
        return accepted;
    }

    /// <summary>Big-endian without leading zero bytes, one byte for zero; returns the bytes written.</summary>
    private static int WriteMinimal(uint counter, Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[CounterLength];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, counter);
        ReadOnlySpan<byte> minimal = bytes.TrimStart((byte)0);
        if (minimal.IsEmpty)
            minimal = bytes[^1..];
        minimal.CopyTo(destination);
        return minimal.Length;
    }
}
