using BenchmarkDotNet.Attributes;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Bench.Signing;

/// <summary>
/// One order after other work has filled the caches: what is left when the time of the eviction alone is taken off is a cold call.
/// </summary>
public class ColdSignatureBenchmarks
{
    // More than the first two levels hold.
    private readonly byte[] _other = new byte[4 << 20];
    private readonly SignedOrders _orders = new();

    [Benchmark(Baseline = true)]
    public ulong EvictionAlone()
    {
        ulong sum = 0;
        for (int i = 0; i < _other.Length; i += 64)
            sum += _other[i]++;
        return sum;
    }

    [Benchmark]
    public ulong EvictionHashAndSignSizeKept()
    {
        ulong sum = EvictionAlone();
        _orders.Signer.Sign(_orders.Signer.HashOrder(_orders.NewPrice()), out StarkSignature signature);
        return sum + signature.S.Value.V0;
    }

    [GlobalCleanup]
    public void CleanUp() => _orders.Dispose();
}
