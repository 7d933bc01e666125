using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>What is the same for all orders of one market: how they settle, and the finished requests with gaps, one a side.</summary>
internal sealed class MarketRequests : IDisposable
{
    private readonly OrderRequestTemplate _buy;
    private readonly OrderRequestTemplate _sell;

    public MarketRequests(MarketSettings market, ushort number, StarkSigner signer, uint positionId, HttpTarget target, SecretText apiKey)
    {
        Terms = new OrderTerms(market, positionId, number);
        _buy = new OrderRequestTemplate(target, apiKey, market, signer.PublicKey, positionId, Side.Buy);
        _sell = new OrderRequestTemplate(target, apiKey, market, signer.PublicKey, positionId, Side.Sell);
    }

    /// <summary>How orders of the market settle.</summary>
    public OrderTerms Terms { get; }

    /// <summary>The request of a side.</summary>
    public OrderRequestTemplate Of(Side side) => side == Side.Buy ? _buy : _sell;

    /// <summary>Reads the requests, so that they are in the caches.</summary>
    public long Touch() => _buy.Touch() + _sell.Touch();

    /// <inheritdoc/>
    public void Dispose()
    {
        _buy.Dispose();
        _sell.Dispose();
    }
}
