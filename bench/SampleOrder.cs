using LowLatencyMM.Signing;

namespace LowLatencyMM.Bench;

/// <summary>An order to hash and sign, with a key that holds nothing.</summary>
internal sealed class SampleOrder : IDisposable
{
    private const uint PositionId = 10_002;

    private readonly OrderMessage _order;
    private ulong _salt;

    public SampleOrder()
    {
        if (!StarkPrivateKey.TryParseHex("0x1", out StarkPrivateKey? key)
            || !Felt.TryParseHex(BenchMarket.Market.SyntheticId, out Felt synthetic)
            || !Felt.TryParseHex(BenchMarket.Market.CollateralId, out Felt collateral))
            throw new InvalidOperationException("The fixed numbers of the sample order cannot be read.");
        using (key)
            Signer = new StarkSigner(key, SigningDomain.Testnet, PositionId);
        _order = new OrderMessage
        {
            PositionId = PositionId,
            BaseAssetId = synthetic,
            BaseAmount = 2_570,
            QuoteAssetId = collateral,
            QuoteAmount = -249_290_000,
            FeeAssetId = collateral,
            FeeAmount = 62_323,
            ExpirationSeconds = 1_791_000_000,
        };
    }

    public StarkSigner Signer { get; }

    /// <summary>The hash of the order with another salt each time, as the engine's next order has another nonce.</summary>
    public Felt Hash()
    {
        OrderMessage order = _order;
        order.Salt = ++_salt;
        return Signer.HashOrder(in order);
    }

    /// <summary>Hashes and signs orders.</summary>
    public void HashAndSign(int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (Signer.Sign(Hash(), out _) != SignStatus.Signed)
                throw new InvalidOperationException("The sample order cannot be signed.");
        }
    }

    public void Dispose() => Signer.Dispose();
}
