using System.Runtime.CompilerServices;

namespace LowLatencyMM.Bench.Gate.Kernels;

/// <summary>
/// Slots of 128 bytes in a buffer of 128 KiB, written and summed one after the other: what ring and book are compared with. Frozen: a
/// change makes every baseline void.
/// </summary>
internal sealed class MemoryWalk
{
    private const int Words = 16;
    private const int Slots = 1_024;

    private readonly ulong[] _buffer = new ulong[Words * Slots];

    /// <summary>What was computed, kept so that no compiler leaves the work out.</summary>
    public ulong Residue { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int slots)
    {
        ulong sum = Residue;
        for (int slot = 0; slot < slots; slot++)
        {
            Span<ulong> words = _buffer.AsSpan((slot & (Slots - 1)) * Words, Words);
            for (int i = 0; i < words.Length; i++)
                words[i] = sum + (ulong)i;
            for (int i = 0; i < words.Length; i++)
                sum += words[i];
        }
        Residue = sum;
    }
}
