using LowLatencyMM.Signing;

namespace LowLatencyMM.Bench.Signing;

/// <summary>Orders of one account that share more or less with those before, and signers with a key that holds nothing.</summary>
internal sealed class SignedOrders : IDisposable
{
    private const uint PositionId = 10_002;

    private readonly OrderMessage _order;
    private ulong _number;

    public SignedOrders()
    {
        if (!StarkPrivateKey.TryParseHex("0x5", out StarkPrivateKey? key)
            || !Felt.TryParseHex(BenchMarket.Market.SyntheticId, out Felt synthetic)
            || !Felt.TryParseHex(BenchMarket.Market.CollateralId, out Felt collateral))
            throw new InvalidOperationException("The fixed numbers of the orders cannot be read.");
        using (key)
        {
            Signer = new StarkSigner(key, SigningDomain.Testnet, PositionId);
            Indexing = new StarkSigner(key, SigningDomain.Testnet, PositionId, lookup: TableLookup.Indexed);
        }

        DomainHash = SigningDomain.Testnet.Hash;
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

    public StarkSigner Indexing { get; }

    public Felt DomainHash { get; }

    /// <summary>Nothing new but the salt.</summary>
    public OrderMessage SamePrice() => _order with { Salt = ++_number };

    /// <summary>Another price too.</summary>
    public OrderMessage NewPrice() => _order with { Salt = ++_number, QuoteAmount = -249_290_000 - (long)_number };

    /// <summary>Another size as well.</summary>
    public OrderMessage NewSize() => NewPrice() with { BaseAmount = 10_000 + (long)_number };

    public void Dispose()
    {
        Signer.Dispose();
        Indexing.Dispose();
    }
}
