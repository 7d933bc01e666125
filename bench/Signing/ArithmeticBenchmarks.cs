using System.Numerics;
using BenchmarkDotNet.Attributes;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;

namespace LowLatencyMM.Bench.Signing;

/// <summary>What hashes and signatures are made of; products are chained, as they are in a hash.</summary>
public class ArithmeticBenchmarks
{
    private const int Chain = 16;

    private static readonly UInt256 Number = new(0x1234_5678_9abc_def1, 0x2345_6789_abcd_ef12, 0x3456_789a_bcde_f123, 0x0456_789a_bcde_f123);

    private readonly BigInteger _plain = PlainSigning.ToBigInteger(Number);
    private FieldElement _element = FieldElement.FromInteger(Number);
    private BigInteger _plainElement = PlainSigning.ToBigInteger(Number);

    [Benchmark(OperationsPerInvoke = Chain)]
    public void Multiply()
    {
        for (int i = 0; i < Chain; i++)
            FieldElement.Multiply(_element, _element, out _element);
    }

    [Benchmark(OperationsPerInvoke = Chain)]
    public void Square()
    {
        for (int i = 0; i < Chain; i++)
            FieldElement.Square(_element, out _element);
    }

    [Benchmark(OperationsPerInvoke = Chain)]
    public void MultiplyBigInteger()
    {
        for (int i = 0; i < Chain; i++)
            _plainElement = _plainElement * _plain % PlainSigning.P;
    }

    [Benchmark]
    public ulong InverseModuloP() => ModularInverse.Field.Invert(Number).V0;

    [Benchmark]
    public ulong InverseModuloN() => ModularInverse.Scalar.Invert(Number).V0;

    [Benchmark]
    public BigInteger InverseBigInteger() => BigInteger.ModPow(_plain, PlainSigning.N - 2, PlainSigning.N);

    [Benchmark]
    public long MultiplyGenerator()
    {
        GeneratorTable.Scanned.Multiply(Number, out JacobianPoint point, out _);
        return point.X.L0;
    }

    [Benchmark]
    public long MultiplyGeneratorIndexing()
    {
        GeneratorTable.Indexed.Multiply(Number, out JacobianPoint point, out _);
        return point.X.L0;
    }

    [Benchmark]
    public BigInteger MultiplyGeneratorBigInteger() => PlainSigning.MultiplyGenerator(_plain);
}
