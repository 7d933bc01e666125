using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowLatencyMM.Bench.Gate.Kernels;

/// <summary>64-bit products, each waiting for the one before: what arithmetic is compared with. Frozen: a change makes every baseline void.</summary>
internal sealed class MultiplyChain
{
    /// <summary>What was computed, kept so that no compiler leaves the work out.</summary>
    public ulong Residue { get; private set; } = 1;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int products)
    {
        ulong x = Residue | 1;
        for (int i = 0; i < products; i++)
            x = Math.BigMul(x, 0x9e37_79b9_7f4a_7c15, out ulong low) ^ BitOperations.RotateLeft(low, 17);
        Residue = x;
    }
}
