using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Bench.Gate.Kernels;

/// <summary>
/// A scan of a best bid and ask by words of eight bytes: where quotes and structure are, what the digits sum up to. What parsing is compared
/// with. Without a branch that depends on the text, and without a step that waits for the one before: it takes the same time in every
/// process, and all of a core's width, so it is also what shows first that another thread shares the core. Frozen, its text too: a change makes every
/// baseline void.
/// </summary>
internal sealed class JsonScan
{
    private const ulong Ones = 0x0101_0101_0101_0101;
    private const ulong High = 0x80 * Ones;
    private const ulong Low = ~High;

    private readonly byte[] _text =
        """{"type":"SNAPSHOT","data":{"m":"BTC-USD","b":[{"q":"1.00000","p":"97000"}],"a":[{"q":"1.00000","p":"97001"}]},"ts":1790000000000,"seq":1000000000}      """u8.ToArray();

    /// <summary>What was computed, kept so that no compiler leaves the work out.</summary>
    public ulong Residue { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int texts)
    {
        ulong sum = Residue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(_text);
        for (int n = 0; n < texts; n++)
        {
            foreach (ulong word in words)
            {
                ulong quotes = Equal(word, (byte)'"' * Ones);
                ulong commas = Equal(word, (byte)',' * Ones);
                ulong others = ((word & Low) + ((0x80 - (byte)':') * Ones)) & High;
                ulong digits = word & ((others >> 7) * 0x0f ^ 0x0f * Ones);
                sum += (ulong)BitOperations.PopCount(quotes | commas) + ((digits * Ones) >> 56);
            }
        }
        Residue = sum;
    }

    /// <summary>The high bit of each byte of both that is equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Equal(ulong word, ulong bytes)
    {
        ulong different = word ^ bytes;
        return ~(((different & Low) + Low) | different) & High;
    }
}
