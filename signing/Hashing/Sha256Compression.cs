using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>The chaining value of SHA-256 (FIPS 180-4) between two blocks: a value that can be kept and continued from.</summary>
/// <remarks>
/// The platform's HMAC costs a microsecond of call overhead per message, and a nonce needs eight and more of them; this compresses one
/// block without allocation and lets the key's midstates be kept.
/// </remarks>
internal struct Sha256Compression
{
    public const int BlockLength = 64;
    public const int DigestLength = 32;
    private const int Rounds = 64;
    private const int ChunkLength = 16;

    // An index out of range: Shuffle puts zero there.
    private const uint NoLane = uint.MaxValue;

    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;
    private uint _e;
    private uint _f;
    private uint _g;
    private uint _h;

    /// <summary>The chaining value before the first block.</summary>
    public static Sha256Compression Initial => new()
    {
        _a = 0x6a09e667,
        _b = 0xbb67ae85,
        _c = 0x3c6ef372,
        _d = 0xa54ff53a,
        _e = 0x510e527f,
        _f = 0x9b05688c,
        _g = 0x1f83d9ab,
        _h = 0x5be0cd19,
    };

    // An array, not a span over data: unoptimised code allocates to make such a span.
    private static readonly uint[] RoundConstants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Compresses one block of 64 bytes.</summary>
    [SkipLocalsInit]
    public void Compress(ReadOnlySpan<byte> block)
    {
        // 16 words of the schedule at a time, four to a vector, with the round constants added.
        Span<uint> words = stackalloc uint[ChunkLength];
        ref uint word = ref MemoryMarshal.GetReference(words);
        ref uint constant = ref MemoryMarshal.GetArrayDataReference(RoundConstants);
        Vector128<uint> w0 = ReadWords(block), w1 = ReadWords(block[16..]), w2 = ReadWords(block[32..]), w3 = ReadWords(block[48..]);

        uint a = _a, b = _b, c = _c, d = _d, e = _e, f = _f, g = _g, h = _h;
        for (int chunk = 0; chunk < Rounds; chunk += ChunkLength)
        {
            Store(w0, ref constant, ref word, chunk, 0);
            Store(w1, ref constant, ref word, chunk, 4);
            Store(w2, ref constant, ref word, chunk, 8);
            Store(w3, ref constant, ref word, chunk, 12);
            // The next words are formed before the rounds of these, so that their work fills the rounds' waits.
            if (chunk < Rounds - ChunkLength)
            {
                w0 = Extend(w0, w1, w2, w3);
                w1 = Extend(w1, w2, w3, w0);
                w2 = Extend(w2, w3, w0, w1);
                w3 = Extend(w3, w0, w1, w2);
            }

            for (int i = 0; i < ChunkLength; i += 8)
            {
                Round(a, b, c, ref d, e, f, g, ref h, Unsafe.Add(ref word, i));
                Round(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref word, i + 1));
                Round(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref word, i + 2));
                Round(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref word, i + 3));
                Round(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref word, i + 4));
                Round(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref word, i + 5));
                Round(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref word, i + 6));
                Round(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref word, i + 7));
            }
        }

        _a += a;
        _b += b;
        _c += c;
        _d += d;
        _e += e;
        _f += f;
        _g += g;
        _h += h;
        // The schedule is as secret as the message.
        words.Clear();
    }

    /// <summary>
    /// Compresses the last bytes of a message of <paramref name="totalLength"/> bytes, with the padding, and writes the digest; what
    /// came before was whole blocks.
    /// </summary>
    [SkipLocalsInit]
    public void Finish(ReadOnlySpan<byte> rest, int totalLength, Span<byte> digest)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        while (rest.Length >= BlockLength)
        {
            Compress(rest[..BlockLength]);
            rest = rest[BlockLength..];
        }

        block.Clear();
        rest.CopyTo(block);
        block[rest.Length] = 0x80;
        if (rest.Length >= BlockLength - 8)
        {
            Compress(block);
            block.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(block[56..], (ulong)totalLength * 8);
        Compress(block);
        block.Clear();
        WriteDigest(digest);
    }

    private readonly void WriteDigest(Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt32BigEndian(digest, _a);
        BinaryPrimitives.WriteUInt32BigEndian(digest[4..], _b);
        BinaryPrimitives.WriteUInt32BigEndian(digest[8..], _c);
        BinaryPrimitives.WriteUInt32BigEndian(digest[12..], _d);
        BinaryPrimitives.WriteUInt32BigEndian(digest[16..], _e);
        BinaryPrimitives.WriteUInt32BigEndian(digest[20..], _f);
        BinaryPrimitives.WriteUInt32BigEndian(digest[24..], _g);
        BinaryPrimitives.WriteUInt32BigEndian(digest[28..], _h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint word)
    {
        uint t = h + word + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25))
            + (g ^ (e & (f ^ g)));
        d += t;
        h = t + (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22))
            + ((a & b) | (c & (a | b)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ReadWords(ReadOnlySpan<byte> bytes)
    {
        Vector128<byte> bigEndian = Vector128.Create(bytes);
        return Vector128.Shuffle(bigEndian, Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<uint> words, ref uint constant, ref uint word, int chunk, int offset) =>
        (words + Vector128.LoadUnsafe(ref constant, (nuint)(chunk + offset))).StoreUnsafe(ref word, (nuint)offset);

    /// <summary>The next four words after the sixteen given: w[i] = w[i−16] + σ0(w[i−15]) + w[i−7] + σ1(w[i−2]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Extend(Vector128<uint> w0, Vector128<uint> w1, Vector128<uint> w2, Vector128<uint> w3)
    {
        Vector128<uint> sum = w0 + Sigma0(FromSecond(w0, w1)) + FromSecond(w2, w3);
        // The last two words give the first two, and those the other two.
        sum += Vector128.Shuffle(Sigma1(w3), Vector128.Create(2u, 3u, NoLane, NoLane));
        return sum + Vector128.Shuffle(Sigma1(sum), Vector128.Create(NoLane, NoLane, 0u, 1u));
    }

    /// <summary>Words 1, 2, 3 of the first and 0 of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> FromSecond(Vector128<uint> first, Vector128<uint> second) => Ssse3.IsSupported
        ? Ssse3.AlignRight(second.AsByte(), first.AsByte(), 4).AsUInt32()
        : Vector128.Create(first[1], first[2], first[3], second[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Sigma0(Vector128<uint> x) => RotateRight(x, 7) ^ RotateRight(x, 18) ^ (x >>> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Sigma1(Vector128<uint> x) => RotateRight(x, 17) ^ RotateRight(x, 19) ^ (x >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> RotateRight(Vector128<uint> x, [ConstantExpected] byte bits) => Avx512F.VL.IsSupported
        ? Avx512F.VL.RotateRight(x, bits)
        : (x >>> bits) | (x << (32 - bits));
}
