using System.Buffers.Binary;
using System.Security.Cryptography;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Orders;

/// <summary>
/// Turns orders as people and strategies want them into signed requests: checks them against the market's rules, chooses what was left open, signs
/// the order and each of its legs.
/// </summary>
/// <remarks>
/// For cold edges (command line, library users); the engine's gateway encodes its own. Safe for several callers at once. Formats and rules: the exchange's
/// documentation of order creation, and its own signers for what it leaves open.
/// </remarks>
public sealed class OrderSigner : IDisposable
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    private readonly StarkSigner _signer;
    private readonly RandomNumberGenerator _chance;
    private readonly TimeProvider _time;
    private readonly TimeSpan _longestLifetime;
    private readonly Lock _lock = new();

    /// <summary>Prepares a signer.</summary>
    /// <param name="key">The account's private key; copied.</param>
    /// <param name="domain">What the exchange signs for: <see cref="ExtendedEnvironment.Domain"/> or <c>GET /info/starknet</c>.</param>
    /// <param name="positionId">The account's vault number.</param>
    /// <param name="chance">Source of nonces and external ids; null: the system's.</param>
    /// <param name="time">The clock for expiries; null: the system's.</param>
    public OrderSigner(
        StarkPrivateKey key, SigningDomain domain, uint positionId, RandomNumberGenerator? chance = null, TimeProvider? time = null)
    {
        _signer = new StarkSigner(key, domain, positionId);
        _chance = chance ?? RandomNumberGenerator.Create();
        _time = time ?? TimeProvider.System;
        _longestLifetime = OrderRules.LongestLifetime(domain);
        PositionId = positionId;
    }

    /// <summary>The account's Stark public key.</summary>
    public Felt PublicKey => _signer.PublicKey;

    /// <summary>The account's vault number.</summary>
    public uint PositionId { get; }

    /// <summary>Checks, completes and signs an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="market">The market's configuration; its mark price, if present, bounds the order's price.</param>
    /// <param name="fees">The account's fee rates in the market; null: <see cref="NewOrder.MaxFeeRate"/> must be set.</param>
    /// <exception cref="ExtendedException">
    /// Kind InvalidRequest or InvalidMarket: the exchange would refuse the order; nothing was sent. Kind Protocol: the market's configuration cannot be used.
    /// </exception>
    public SignedOrder Sign(NewOrder order, MarketInfo market, FeeInfo? fees = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(market);
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        NewOrder complete = Complete(order, fees, nowMs);
        var rules = new OrderRules(market);
        rules.Check(complete, nowMs, _longestLifetime);
        lock (_lock)
            return OrderRequest.Sign(complete, rules, _signer, PositionId);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signer.Dispose();
        _chance.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => SecretText.Mask;

    private NewOrder Complete(NewOrder order, FeeInfo? fees, long nowMs) => order with
    {
        Price = order.Type == OrderType.Tpsl ? order.Price ?? 0 : order.Price,
        ExternalId = order.ExternalId ?? NewExternalId(),
        Nonce = order.Nonce ?? NewNonce(),
        // A whole second: what is signed is the expiry rounded up to one.
        ExpiryMs = order.ExpiryMs ?? (nowMs + (long)DefaultLifetime.TotalMilliseconds + 999) / 1000 * 1000,
        MaxFeeRate = order.MaxFeeRate ?? FeeRate(order, fees),
    };

    private static decimal FeeRate(NewOrder order, FeeInfo? fees)
    {
        if (fees is null)
            throw new ExtendedException(ExtendedErrorKind.InvalidRequest, "The order has no MaxFeeRate, and the account's fee rates were not given.");
        return order.PostOnly ? Math.Max(fees.MakerFeeRate, 0) : fees.TakerFeeRate;
    }

    private string NewExternalId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _chance.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private long NewNonce()
    {
        Span<byte> bytes = stackalloc byte[4];
        while (true)
        {
            _chance.GetBytes(bytes);
            int nonce = BinaryPrimitives.ReadInt32LittleEndian(bytes) & int.MaxValue;
            if (nonce != 0)
                return nonce;
        }
    }
}
