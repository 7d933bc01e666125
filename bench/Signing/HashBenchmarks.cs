using System.Numerics;
using BenchmarkDotNet.Attributes;
using LowLatencyMM.Signing;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Bench.Signing;

/// <summary>The permutation, and an order's hash with more and more of it kept: nothing, account, size, price.</summary>
public class HashBenchmarks
{
    private readonly SignedOrders _orders = new();
    private readonly BigInteger[] _elements = [.. Enumerable.Range(1, 10).Select(i => new BigInteger(i))];
    private PoseidonState _state;

    public HashBenchmarks()
    {
        Felt[] elements = [.. Enumerable.Range(1, 10).Select(i => Felt.FromUInt64((ulong)i))];
        if (PlainSigning.HashMany(_elements) != PlainSigning.ToBigInteger(Poseidon.HashMany(elements)))
            throw new InvalidOperationException("The hash by the definitions differs from the library's.");
    }

    [Benchmark]
    public void Permutation() => _state.Permute();

    [Benchmark]
    public (BigInteger, BigInteger, BigInteger) PermutationBigInteger() => PlainSigning.Permute(1, 2, 3);

    [Benchmark(Baseline = true)]
    public Felt NothingKept() => OrderHash.Compute(_orders.DomainHash, _orders.Signer.PublicKey, _orders.SamePrice());

    [Benchmark]
    public Felt AccountKept() => _orders.Signer.HashOrder(_orders.NewSize());

    [Benchmark]
    public Felt SizeKept() => _orders.Signer.HashOrder(_orders.NewPrice());

    [Benchmark]
    public Felt PriceKept() => _orders.Signer.HashOrder(_orders.SamePrice());

    /// <summary>Domain hash, struct and envelope by the definitions, domain kept.</summary>
    [Benchmark]
    public BigInteger BigIntegers() => PlainSigning.HashMany(4, 3, 2, PlainSigning.HashMany(_elements));

    [GlobalCleanup]
    public void CleanUp() => _orders.Dispose();
}
