using System.Text.Json;

namespace LowLatencyMM.Signing.Tests;

[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationCollection;

[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    // Every order twice: the second time its state is found.
    private const int WarmUp = 1000;
    private const int Measured = 500;

    [Fact]
    public void Hashing_and_signing_an_order_allocates_nothing()
    {
        OrderMessage[] orders = [.. VectorFile.Cases("order-hash.json", "vectors").Select(v => OrderHashTests.Order(v.GetProperty("input")))];
        using StarkPrivateKey key = StarkSignerTests.Key("0x5");
        using StarkSigner signer = new(key, SigningDomain.Mainnet, orders[0].PositionId);
        byte[] r = new byte[Felt.MaxHexLength], s = new byte[Felt.MaxHexLength];

        AssertNothingAllocated(i =>
        {
            SignStatus status = signer.SignOrder(orders[i % orders.Length], out _, r, out _, s, out _);
            Assert.True(status == SignStatus.Signed);
        });
    }

    [Fact]
    public void Verifying_a_signature_allocates_nothing()
    {
        JsonElement vector = VectorFile.Cases("sign.json", "vectors")[0];
        Felt key = vector.Felt("public_key"), hash = vector.Felt("message_hash"), r = vector.Felt("r"), s = vector.Felt("s");

        AssertNothingAllocated(_ => Assert.True(StarkCurve.Verify(key, hash, r, s)));
    }

    [Fact]
    public void Settlement_amounts_allocate_nothing()
    {
        SettlementAmounts.Scale scale = new(1, 5, 1, 0, 1_000_000, 1_000_000, 25, 5);

        AssertNothingAllocated(i => Assert.True(SettlementAmounts.TryCompute(scale, true, 1 + i, 84_070, out _, out _, out _)));
    }

    private static void AssertNothingAllocated(Action<int> action)
    {
        for (int i = 0; i < WarmUp; i++)
            action(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Measured; i++)
            action(i);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
