using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// starknet_keccak: the low 250 bits of Keccak-256 (the original padding 0x01, not that of SHA-3). Defines the type selectors, which are
/// constants here; nothing on the hot path calls it.
/// </summary>
/// <remarks>Keccak-f[1600] after "The Keccak reference", version 3.0, with rate 1088 and capacity 512.</remarks>
public static class StarknetKeccak
{
    private const int Rate = 136;
    private const int Rounds = 24;
    private const int Lanes = 25;

    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static Felt Hash(ReadOnlySpan<char> text)
    {
        byte[] padded = new byte[((Encoding.UTF8.GetByteCount(text) / Rate) + 1) * Rate];
        int length = Encoding.UTF8.GetBytes(text, padded);
        padded[length] = 0x01;
        padded[^1] |= 0x80;

        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        for (int block = 0; block < padded.Length; block += Rate)
        {
            for (int lane = 0; lane < Rate / 8; lane++)
                state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(block + (lane * 8)));
            Permute(state);
        }

        const ulong low58 = (1UL << 58) - 1;
        return new Felt(new UInt256(
            BinaryPrimitives.ReverseEndianness(state[3]),
            BinaryPrimitives.ReverseEndianness(state[2]),
            BinaryPrimitives.ReverseEndianness(state[1]),
            BinaryPrimitives.ReverseEndianness(state[0]) & low58));
    }

    private static void Permute(Span<ulong> a)
    {
        Span<ulong> parity = stackalloc ulong[5];
        byte shiftRegister = 1;
        for (int round = 0; round < Rounds; round++)
        {
            for (int x = 0; x < 5; x++)
                parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            for (int i = 0; i < Lanes; i++)
                a[i] ^= parity[(i + 4) % 5] ^ BitOperations.RotateLeft(parity[(i + 1) % 5], 1);
            RotateAndMove(a);
            for (int row = 0; row < Lanes; row += 5)
            {
                a.Slice(row, 5).CopyTo(parity);
                for (int x = 0; x < 5; x++)
                    a[row + x] = parity[x] ^ (~parity[(x + 1) % 5] & parity[(x + 2) % 5]);
            }

            a[0] ^= NextRoundConstant(ref shiftRegister);
        }
    }

    /// <summary>Steps ρ and π: each lane rotated by the next triangular number and moved along their common orbit.</summary>
    private static void RotateAndMove(Span<ulong> a)
    {
        int x = 1, y = 0;
        ulong moving = a[1];
        for (int t = 0; t < Lanes - 1; t++)
        {
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
            int rotation = (t + 1) * (t + 2) / 2;
            (a[x + (5 * y)], moving) = (BitOperations.RotateLeft(moving, rotation & 63), a[x + (5 * y)]);
        }
    }

    /// <summary>Bits 2^j − 1 of the constant come from the register x^8 + x^6 + x^5 + x^4 + 1.</summary>
    private static ulong NextRoundConstant(ref byte shiftRegister)
    {
        ulong constant = 0;
        for (int j = 0; j <= 6; j++)
        {
            if ((shiftRegister & 1) != 0)
                constant |= 1UL << ((1 << j) - 1);
            shiftRegister = (byte)((shiftRegister << 1) ^ ((shiftRegister >> 7) * 0x71));
        }

        return constant;
    }
}
