using BenchmarkDotNet.Attributes;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Bench.Suites;

/// <summary>Hash, signature and verification of one order.</summary>
public class SigningBenchmarks
{
    private readonly SampleOrder _order = new();
    private readonly Felt _hash;
    private readonly StarkSignature _signature;

    public SigningBenchmarks()
    {
        _hash = _order.Hash();
        _order.Signer.Sign(_hash, out _signature);
    }

    [Benchmark]
    public Felt Hash() => _order.Hash();

    [Benchmark]
    public StarkSignature Sign()
    {
        _order.Signer.Sign(_hash, out StarkSignature signature);
        return signature;
    }

    [Benchmark]
    public void HashAndSign() => _order.HashAndSign(1);

    [Benchmark]
    public bool Verify() => StarkCurve.Verify(_order.Signer.PublicKey, _hash, _signature.R, _signature.S);

    [GlobalCleanup]
    public void CleanUp() => _order.Dispose();
}
