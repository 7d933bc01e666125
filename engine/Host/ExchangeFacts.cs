using System.Globalization;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Host;

/// <summary>What the exchange says at the start of a session, in the engine's units.</summary>
/// <param name="Markets">Rules of and our fees in the markets that are made, by number.</param>
/// <param name="Feeds">The markets as the streams need them, by number.</param>
/// <param name="Domain">The signing domain.</param>
/// <param name="AccountId">The account's number, by which the v2 streams know it.</param>
public sealed record ExchangeFacts(IReadOnlyList<MarketSettings> Markets, IReadOnlyList<FeedMarket> Feeds, SigningDomain Domain, long AccountId)
{
    private const decimal Micro = 1e6m;
    private const decimal Nano = 1e9m;
    private const decimal Pico = 1e12m;

    /// <summary>Asks the exchange, and checks that it and the configuration mean the same account and chain.</summary>
    /// <exception cref="UserErrorException">The exchange refuses, or something does not fit.</exception>
    public static async Task<ExchangeFacts> ReadAsync(
        ExtendedRestClient rest, RunConfiguration configuration, Credentials credentials, CancellationToken cancellation)
    {
        StarknetDomain domain = await rest.GetStarknetDomainAsync(cancellation).ConfigureAwait(false);
        if (domain.ChainId != configuration.ChainId)
            throw Misfit($"the exchange signs for {domain.ChainId}, the configuration for {configuration.ChainId}");
        long accountId = await CheckAccountAsync(rest, credentials, cancellation).ConfigureAwait(false);
        string[] names = [.. configuration.Markets.Select(market => market.Market)];
        IReadOnlyList<MarketInfo> markets = await rest.GetMarketsAsync(names, cancellation).ConfigureAwait(false);
        IReadOnlyList<FeeInfo> fees = await rest.GetFeesAsync(names, cancellation).ConfigureAwait(false);
        MarketInfo[] infos = [.. names.Select(name => Find(markets, name))];
        FeedMarket[] feeds = [.. infos.Select((market, number) => market.ToFeedMarket(number))];
        MarketSettings[] settings = [.. infos.Select((market, number) => Settings(market, Find(fees, market.Name), feeds[number]))];
        return new ExchangeFacts(settings, feeds, new SigningDomain(domain.Name, domain.Version, domain.ChainId, (uint)domain.Revision), accountId);
    }

    private static MarketInfo Find(IReadOnlyList<MarketInfo> markets, string name)
    {
        MarketInfo market = markets.FirstOrDefault(candidate => candidate.Name == name) ?? throw Misfit($"the exchange has no market {name}");
        if (market.Status is { } status && status != MarketStatus.Active)
            throw Misfit($"the market {market.Name} is {market.Status}, expected ACTIVE");
        return market;
    }

    private static FeeInfo Find(IReadOnlyList<FeeInfo> fees, string name) =>
        fees.FirstOrDefault(candidate => candidate.Market == name) ?? throw Misfit($"the exchange gives no fees for {name}");

    private static async Task<long> CheckAccountAsync(ExtendedRestClient rest, Credentials credentials, CancellationToken cancellation)
    {
        AccountInfo account = await rest.GetAccountAsync(cancellation).ConfigureAwait(false);
        if (account.L2Vault != credentials.Vault.ToString(CultureInfo.InvariantCulture))
            throw Misfit($"the API key belongs to vault {account.L2Vault}, VAULT_NUMBER is {credentials.Vault}");
        if (!Felt.TryParseHex(account.L2Key, out Felt publicKey) || !publicKey.Equals(credentials.PublicKey))
            throw Misfit($"the API key belongs to the Stark key {account.L2Key}, STARK_PUBLIC is {credentials.PublicKey}");
        return account.AccountId;
    }

    private static MarketSettings Settings(MarketInfo market, FeeInfo fee, FeedMarket feed) => new()
    {
        Name = market.Name,
        Tick = new Grid(feed.Tick.Mantissa, feed.Tick.Scale),
        Step = new Grid(feed.Step.Mantissa, feed.Step.Scale),
        MinOrderSteps = Units(market.TradingConfig.MinOrderSize, feed.Step, market.Name),
        MaxLimitOrderValueMicro = (long)(market.TradingConfig.MaxLimitOrderValue * Micro),
        MaxPositionValueMicro = (long)(market.TradingConfig.MaxPositionValue * Micro),
        LimitPriceCapNano = (long)(market.TradingConfig.LimitPriceCap * Nano),
        LimitPriceFloorNano = (long)(market.TradingConfig.LimitPriceFloor * Nano),
        MakerFeePico = (long)(fee.MakerFeeRate * Pico),
        TakerFeePico = (long)(fee.TakerFeeRate * Pico),
        SyntheticResolution = market.L2Config.SyntheticResolution,
        CollateralResolution = market.L2Config.CollateralResolution,
        SyntheticId = market.L2Config.SyntheticId,
        CollateralId = market.L2Config.CollateralId,
    };

    private static long Units(decimal size, DecimalGrid step, string market)
    {
        decimal units = size / step.ToDecimal(1);
        return decimal.IsInteger(units) ? (long)units : throw Misfit($"the smallest order of {market}, {size}, is not on its step {step.ToDecimal(1)}");
    }

    private static UserErrorException Misfit(string what) => new(ExitCode.Configuration, $"{char.ToUpperInvariant(what[0])}{what[1..]}.");
}
