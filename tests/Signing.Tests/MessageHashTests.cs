using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing.Tests;

public class MessageHashTests
{
    private const uint PositionId = 10002;

    [Fact]
    public void Every_selector_is_the_keccak_of_its_text()
    {
        Assert.Equal(StarknetKeccak.Hash(Selectors.StarknetDomainText), Selectors.StarknetDomain);
        Assert.Equal(StarknetKeccak.Hash(Selectors.OrderText), Selectors.Order);
        Assert.Equal(StarknetKeccak.Hash(Selectors.LimitOrderText), Selectors.LimitOrder);
        Assert.Equal(StarknetKeccak.Hash(Selectors.TransferText), Selectors.Transfer);
        Assert.Equal(StarknetKeccak.Hash(Selectors.WithdrawText), Selectors.Withdraw);
    }

    [Fact]
    public void Kept_states_give_the_plain_hash_of_vault_orders_transfers_and_withdrawals_in_any_order()
    {
        Random random = new(20260927);
        using StarkPrivateKey key = StarkSignerTests.Key("0x5");
        using StarkSigner signer = new(key, SigningDomain.Testnet, PositionId);
        Felt domain = SigningDomain.Testnet.Hash;

        for (int i = 0; i < 600; i++)
        {
            LimitOrderMessage order = new()
            {
                SourcePositionId = random.Next(4) == 0 ? (uint)random.Next() : PositionId,
                ReceivePositionId = (uint)random.Next(90),
                BaseAssetId = Felt.FromUInt64((ulong)random.Next(3)),
                BaseAmount = random.NextInt64(),
                QuoteAssetId = Felt.FromUInt64((ulong)random.Next(3)),
                QuoteAmount = -random.NextInt64(),
                FeeAssetId = Felt.FromUInt64((ulong)random.Next(3)),
                FeeAmount = (ulong)random.NextInt64(),
                ExpirationSeconds = (ulong)random.NextInt64(),
                Salt = (ulong)random.NextInt64(),
            };
            TransferMessage transfer = new() { RecipientPositionId = (uint)random.Next(), SenderPositionId = PositionId, Salt = order.BaseAssetId };
            WithdrawMessage withdrawal = new() { Recipient = Felt.FromUInt64((ulong)random.NextInt64()), PositionId = PositionId, Amount = order.Salt };

            Assert.Equal(LimitOrderHash.Compute(domain, signer.PublicKey, order), signer.HashLimitOrder(order));
            Assert.Equal(TransferHash.Compute(domain, signer.PublicKey, transfer), signer.HashTransfer(transfer));
            Assert.Equal(WithdrawHash.Compute(domain, signer.PublicKey, withdrawal), signer.HashWithdrawal(withdrawal));
        }
    }

    [Fact]
    public void A_price_ladder_prepared_in_any_order_gives_the_plain_hashes_whatever_expiration_and_salt()
    {
        Random random = new(20260927);
        using StarkPrivateKey key = StarkSignerTests.Key("0x5");
        using StarkSigner signer = new(key, SigningDomain.Testnet, PositionId);
        Felt domain = SigningDomain.Testnet.Hash;

        for (int i = 0; i < 4000; i++)
        {
            OrderMessage order = Rung(random);
            if (random.Next(3) == 0)
                signer.PrepareOrder(order);
            order.Salt = (ulong)random.NextInt64();
            order.ExpirationSeconds = (ulong)random.NextInt64();
            if (random.Next(10) == 0)
                order.PositionId++;

            Assert.Equal(OrderHash.Compute(domain, signer.PublicKey, order), signer.HashOrder(order));
        }
    }

    [Fact]
    public void A_ladder_of_a_hundred_prices_does_not_push_itself_out()
    {
        StateCache<QuoteKey> cache = new(slotBits: 8);
        List<QuoteKey> ladder = [.. Enumerable.Range(0, 100).Select(i => QuoteKey.Of(Ladder(ticks: 33_800 + i)))];
        ladder.ForEach(k => cache.Set(k, default));

        Assert.All(ladder, k => Assert.True(cache.TryGet(k, out _)));
    }

    [Fact]
    public void A_kept_state_is_found_under_its_exact_key_alone()
    {
        StateCache<QuoteKey> cache = new(slotBits: 0);
        OrderMessage order = Ladder(ticks: 33_800);
        cache.Set(QuoteKey.Of(order), default);

        Assert.True(cache.TryGet(QuoteKey.Of(order with { Salt = 9, ExpirationSeconds = 9 }), out _));
        Assert.False(cache.TryGet(QuoteKey.Of(order with { BaseAssetId = Felt.FromUInt64(9) }), out _));
        Assert.False(cache.TryGet(QuoteKey.Of(order with { BaseAmount = -order.BaseAmount }), out _));
        Assert.False(cache.TryGet(QuoteKey.Of(order with { QuoteAssetId = Felt.FromUInt64(9) }), out _));
        Assert.False(cache.TryGet(QuoteKey.Of(order with { QuoteAmount = -order.QuoteAmount }), out _));
        Assert.False(cache.TryGet(QuoteKey.Of(order with { FeeAssetId = Felt.FromUInt64(9) }), out _));
        Assert.False(cache.TryGet(QuoteKey.Of(order with { FeeAmount = order.FeeAmount + 1 }), out _));
        Assert.False(new StateCache<QuoteKey>(slotBits: 0).TryGet(default, out _));
    }

    private static OrderMessage Ladder(long ticks) => new()
    {
        PositionId = PositionId,
        BaseAssetId = VectorFile.ParseFelt("0x4254432d3600000000000000000000"),
        BaseAmount = 1000,
        QuoteAssetId = VectorFile.ParseFelt("0x31857064564ed0ff978e687456963cba09c2c6985d8f9300a1de4962fafa054"),
        QuoteAmount = -ticks * 1000,
        FeeAssetId = VectorFile.ParseFelt("0x31857064564ed0ff978e687456963cba09c2c6985d8f9300a1de4962fafa054"),
        FeeAmount = (ulong)((ticks * 1000 / 4000) + 1),
    };

    private static OrderMessage Rung(Random random)
    {
        OrderMessage order = Ladder(33_800 + random.Next(60));
        order.BaseAmount = random.Next(3) - 1;
        order.FeeAmount += (ulong)random.Next(2);
        if (random.Next(10) == 0)
            order.BaseAssetId = Felt.FromUInt64(5);
        return order;
    }
}
