using System.Numerics;
using BenchmarkDotNet.Attributes;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Bench.Signing;

/// <summary>Nonce, signature, hash and signature at each level of what is kept, verification; beside a signature and a verification by the definitions.</summary>
public class SignatureBenchmarks
{
    private readonly SignedOrders _orders = new();
    private readonly NonceGenerator _nonces = new(Felt.FromUInt64(5).Value);
    private readonly (BigInteger X, BigInteger Y) _publicKey = PlainSigning.MultiplyGeneratorPoint(5);
    private readonly Felt _hash;
    private readonly StarkSignature _signature;
    private ulong _message;

    public SignatureBenchmarks()
    {
        _hash = _orders.Signer.HashOrder(_orders.SamePrice());
        _orders.Signer.Sign(_hash, out _signature);
        if (SignBigInteger().Item1 != PlainSigning.ToBigInteger(_signature.R) || SignBigInteger().Item2 != PlainSigning.ToBigInteger(_signature.S))
            throw new InvalidOperationException("The signature by the definitions differs from the library's.");
        if (!Verify() || !VerifyBigInteger())
            throw new InvalidOperationException("A good signature is refused.");
    }

    /// <summary>Another message each time: the number of candidates is that of the average.</summary>
    [Benchmark]
    public ulong Nonce() => _nonces.Next(Felt.FromUInt64(_message++).Value, default).V0;

    [Benchmark(Baseline = true)]
    public StarkSignature Sign() => Sign(_orders.Signer, Felt.FromUInt64(_message++));

    [Benchmark]
    public StarkSignature SignIndexing() => Sign(_orders.Indexing, Felt.FromUInt64(_message++));

    [Benchmark]
    public StarkSignature HashAndSignAccountKept() => Sign(_orders.Signer, _orders.Signer.HashOrder(_orders.NewSize()));

    [Benchmark]
    public StarkSignature HashAndSignSizeKept() => Sign(_orders.Signer, _orders.Signer.HashOrder(_orders.NewPrice()));

    [Benchmark]
    public StarkSignature HashAndSignPriceKept() => Sign(_orders.Signer, _orders.Signer.HashOrder(_orders.SamePrice()));

    [Benchmark]
    public bool Verify() => StarkCurve.Verify(_orders.Signer.PublicKey, _hash, _signature.R, _signature.S);

    /// <summary>With a given nonce.</summary>
    [Benchmark]
    public (BigInteger, BigInteger) SignBigInteger() =>
        PlainSigning.Sign(5, PlainSigning.ToBigInteger(_hash), PlainSigning.ToBigInteger(_nonces.Next(_hash.Value, default)));

    [Benchmark]
    public bool VerifyBigInteger() => PlainSigning.Verify(
        _publicKey, PlainSigning.ToBigInteger(_hash), PlainSigning.ToBigInteger(_signature.R), PlainSigning.ToBigInteger(_signature.S));

    [GlobalCleanup]
    public void CleanUp() => _orders.Dispose();

    private static StarkSignature Sign(StarkSigner signer, in Felt hash)
    {
        signer.Sign(hash, out StarkSignature signature);
        return signature;
    }
}
