using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>A key of HMAC-SHA-256 (RFC 2104) as the two midstates it leads to. Hot path: no allocation.</summary>
internal struct HmacSha256Key
{
    /// <summary>State of the inner hash after the padded key.</summary>
    public Sha256Compression Inner;

    private Sha256Compression _outer;

    /// <summary>Takes a key of 32 bytes.</summary>
    [SkipLocalsInit]
    public static HmacSha256Key From(ReadOnlySpan<byte> key32)
    {
        Span<byte> block = stackalloc byte[Sha256Compression.BlockLength];
        HmacSha256Key key;
        key.Inner = Midstate(key32, 0x36, block);
        key._outer = Midstate(key32, 0x5c, block);
        CryptographicOperations.ZeroMemory(block);
        return key;
    }

    /// <summary>HMAC of a whole message; destination and message may overlap.</summary>
    public readonly void Hash(ReadOnlySpan<byte> message, Span<byte> digest) => Hash(Inner, 0, message, digest);

    /// <summary>HMAC of a message whose first <paramref name="absorbed"/> bytes (whole blocks) are already in <paramref name="inner"/>.</summary>
    [SkipLocalsInit]
    public readonly void Hash(Sha256Compression inner, int absorbed, ReadOnlySpan<byte> rest, Span<byte> digest)
    {
        inner.Finish(rest, Sha256Compression.BlockLength + absorbed + rest.Length, digest);
        Sha256Compression outer = _outer;
        outer.Finish(digest[..Sha256Compression.DigestLength], Sha256Compression.BlockLength + Sha256Compression.DigestLength, digest);
    }

    private static Sha256Compression Midstate(ReadOnlySpan<byte> key32, byte pad, Span<byte> block)
    {
        block.Fill(pad);
        for (int i = 0; i < key32.Length; i++)
            block[i] ^= key32[i];
        Sha256Compression state = Sha256Compression.Initial;
        state.Compress(block);
        return state;
    }
}
