using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing;

/// <summary>
/// The exchange's nonces: RFC 6979 with HMAC-SHA-256, the 256-bit output shifted right by exactly 4, the message neither shifted nor
/// reduced, extra entropy as minimal big-endian bytes.
/// </summary>
/// <remarks>
/// Hot path: no allocation. The time depends on the number of candidates, which tells nothing about the accepted one. Holds secrets;
/// lives in pinned memory of its owner, which zeroes it.
/// </remarks>
internal readonly struct NonceGenerator
{
    private const int Length = Sha256Compression.DigestLength;

    // V || separator || key || message || seed
    private const int SeparatorOffset = Length;
    private const int KeyOffset = SeparatorOffset + 1;
    private const int MessageOffset = KeyOffset + Length;
    private const int SeedOffset = MessageOffset + Length;
    private const int MaxLength = SeedOffset + Length;

    private readonly HmacSha256Key _zeroKey;

    // Inner state of the first HMAC after its first block, V || 0x00 || first 31 bytes of the key: constant for a private key.
    private readonly Sha256Compression _firstBlock;

    private readonly UInt256 _privateKey;

    public NonceGenerator(in UInt256 privateKey)
    {
        _privateKey = privateKey;
        Span<byte> zero = stackalloc byte[Length];
        zero.Clear();
        _zeroKey = HmacSha256Key.From(zero);
        Span<byte> block = stackalloc byte[MessageOffset];
        Start(block);
        Sha256Compression first = _zeroKey.Inner;
        first.Compress(block[..Sha256Compression.BlockLength]);
        _firstBlock = first;
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>The nonce in [1, n) for a message below 2^251; seed 0 means none.</summary>
    [SkipLocalsInit]
    public UInt256 Next(in UInt256 messageHash, in UInt256 seed)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        Start(buffer);
        messageHash.WriteBigEndian(buffer[MessageOffset..]);
        int length = SeedOffset + WriteMinimal(seed, buffer[SeedOffset..]);
        Span<byte> v = buffer[..Length];
        Span<byte> k = stackalloc byte[Length];

        const int absorbed = Sha256Compression.BlockLength;
        _zeroKey.Hash(_firstBlock, absorbed, buffer[absorbed..length], k);
        HmacSha256Key key = HmacSha256Key.From(k);
        key.Hash(v, v);
        buffer[SeparatorOffset] = 1;
        key.Hash(buffer[..length], k);
        key = HmacSha256Key.From(k);
        key.Hash(v, v);

        UInt256 order = ScalarField.Order;
        while (true)
        {
            key.Hash(v, v);
            UInt256 candidate = UInt256.ReadBigEndian(v).ShiftRight(4);
            if (!candidate.IsZero && candidate.IsLessThan(order))
            {
                CryptographicOperations.ZeroMemory(buffer);
                CryptographicOperations.ZeroMemory(k);
                return candidate;
            }

            buffer[SeparatorOffset] = 0;
            key.Hash(buffer[..KeyOffset], k);
            key = HmacSha256Key.From(k);
            key.Hash(v, v);
        }
    }

    /// <summary>V at its start, separator 0, and as much of the private key as fits.</summary>
    private void Start(Span<byte> buffer)
    {
        buffer[..Length].Fill(1);
        buffer[SeparatorOffset] = 0;
        _privateKey.WriteBigEndian(buffer[KeyOffset..]);
    }

    /// <summary>Big-endian without leading zero bytes, nothing for zero; returns the bytes written.</summary>
    private static int WriteMinimal(in UInt256 seed, Span<byte> destination)
    {
        if (seed.IsZero)
            return 0;
        Span<byte> bytes = stackalloc byte[Length];
        seed.WriteBigEndian(bytes);
        ReadOnlySpan<byte> minimal = bytes.TrimStart((byte)0);
        minimal.CopyTo(destination);
        return minimal.Length;
    }
}
