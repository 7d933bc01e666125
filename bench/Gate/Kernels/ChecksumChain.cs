using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowLatencyMM.Bench.Gate.Kernels;

/// <summary>CRC-32C steps, each waiting for the one before: what encoding is compared with. Frozen: a change makes every baseline void.</summary>
internal sealed class ChecksumChain
{
    /// <summary>What was computed, kept so that no compiler leaves the work out.</summary>
    public uint Residue { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int words)
    {
        uint crc = Residue;
        for (int i = 0; i < words; i++)
            crc = BitOperations.Crc32C(crc, (ulong)i);
        Residue = crc;
    }
}
