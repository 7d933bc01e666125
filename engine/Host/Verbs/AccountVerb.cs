using System.CommandLine;
using System.Globalization;
using LowLatencyMM.Feed.Rest;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>account</c>: what the exchange knows of the account. Needs the API key.</summary>
internal static class AccountVerb
{
    public static Command Create() => new("account", "Balance, positions, orders and trades of the account; needs the API key.")
    {
        Info(), Balance("balance"), Positions("positions"), Orders(), Trades("trades"), Fees(), Leverage(),
    };

    /// <summary>The account's balance.</summary>
    public static Command Balance(string name) => ExchangeCall.Verb(name, "The account's balance and margin.", KeyNeed.ApiKey, [], async call =>
    {
        BalanceInfo balance = await call.Rest.GetBalanceAsync().ConfigureAwait(false);
        RecordOutput.One(call.Json, balance,
            new("collateral", "collateral", b => b.CollateralName),
            new("balanceUsd", "balance, USD", b => b.Balance),
            new("equityUsd", "equity, USD", b => b.Equity),
            new("availableForTradeUsd", "available for trade, USD", b => b.AvailableForTrade),
            new("availableForWithdrawalUsd", "available for withdrawal, USD", b => b.AvailableForWithdrawal),
            new("unrealisedPnlUsd", "unrealised profit, USD", b => b.UnrealisedPnl),
            new("initialMarginUsd", "initial margin, USD", b => b.InitialMargin),
            new("marginRatioFraction", "margin ratio", b => b.MarginRatio),
            new("exposureUsd", "exposure, USD", b => b.Exposure),
            new("leverage", "leverage", b => b.Leverage),
            new("updatedTimeMs", "updated (UTC)", b => UnixMs.Of(b.UpdatedTime)));
        return ExitCode.Ok;
    });

    /// <summary>Open positions.</summary>
    public static Command Positions(string name)
    {
        Option<string[]> markets = Markets();
        return ExchangeCall.Verb(name, "Open positions.", KeyNeed.ApiKey, [markets], async call =>
        {
            IReadOnlyList<PositionInfo> positions = await call.Rest.GetPositionsAsync(Named(call, markets)).ConfigureAwait(false);
            RecordOutput.List(call.Json, "positions", positions,
                new("market", "market", p => p.Market),
                new("side", "side", p => p.Side.Text),
                new("sizeBase", "size", p => p.SignedSize),
                new("valueUsd", "value, USD", p => p.Value),
                new("openPriceUsd", "open price", p => p.OpenPrice),
                new("markPriceUsd", "mark price", p => p.MarkPrice),
                new("liquidationPriceUsd", "liquidation", p => p.LiquidationPrice),
                new("unrealisedPnlUsd", "unrealised", p => p.UnrealisedPnl),
                new("realisedPnlUsd", "realised", p => p.RealisedPnl),
                new("leverage", "leverage", p => p.Leverage),
                new("marginUsd", "margin", p => p.Margin));
            return ExitCode.Ok;
        });
    }

    /// <summary>Own trades.</summary>
    public static Command Trades(string name)
    {
        Option<string[]> markets = Markets();
        Option<int> limit = Options.Whole("--limit", "How many at most.", "NUMBER", 1, 1_000_000);
        limit.DefaultValueFactory = _ => 100;
        return ExchangeCall.Verb(name, "Own trades, newest first.", KeyNeed.ApiKey, [markets, limit], async call =>
        {
            var trades = new List<UserTradeInfo>();
            int wanted = call.Parsed.GetValue(limit);
            await foreach (UserTradeInfo trade in call.Rest.EnumerateUserTradesAsync(Named(call, markets), pageSize: Math.Min(wanted, 1_000)).ConfigureAwait(false))
            {
                trades.Add(trade);
                if (trades.Count == wanted)
                    break;
            }
            RecordOutput.List<UserTradeInfo>(call.Json, "trades", trades,
                new("timeMs", "time (UTC)", trade => UnixMs.Of(trade.CreatedTime)),
                new("market", "market", trade => trade.Market),
                new("side", "side", trade => trade.Side.Text),
                new("priceUsd", "price", trade => trade.Price),
                new("quantityBase", "quantity", trade => trade.Qty),
                new("valueUsd", "value, USD", trade => trade.Value),
                new("feeUsd", "fee, USD", trade => trade.Fee),
                new("isTaker", "taker", trade => trade.IsTaker),
                new("type", "type", trade => trade.TradeType?.Text),
                new("orderId", "order", trade => trade.OrderId.ToString(CultureInfo.InvariantCulture)),
                new("id", "id", trade => trade.Id.ToString(CultureInfo.InvariantCulture)));
            return ExitCode.Ok;
        });
    }

    private static Command Info() => ExchangeCall.Verb("info", "The account that the API key belongs to.", KeyNeed.ApiKey, [], async call =>
    {
        AccountInfo account = await call.Rest.GetAccountAsync().ConfigureAwait(false);
        RecordOutput.One(call.Json, account,
            new("accountId", "account", a => a.AccountId.ToString(CultureInfo.InvariantCulture)),
            new("description", "description", a => a.Description),
            new("accountIndex", "index", a => a.AccountIndex),
            new("status", "status", a => a.Status),
            new("starkPublicKey", "Stark public key", a => a.L2Key),
            new("vault", "vault", a => a.L2Vault));
        return ExitCode.Ok;
    });

    private static Command Orders()
    {
        Option<string[]> markets = Markets();
        return ExchangeCall.Verb("orders", "Open orders.", KeyNeed.ApiKey, [markets], async call =>
        {
            IReadOnlyList<OrderInfo> orders = await call.Rest.GetOpenOrdersAsync(Named(call, markets)).ConfigureAwait(false);
            RecordOutput.List(call.Json, "orders", orders,
                new("createdTimeMs", "created (UTC)", order => UnixMs.Of(order.CreatedTime)),
                new("market", "market", order => order.Market),
                new("side", "side", order => order.Side.Text),
                new("type", "type", order => order.Type?.Text),
                new("status", "status", order => order.Status.Text),
                new("priceUsd", "price", order => order.Price),
                new("quantityBase", "quantity", order => order.Qty),
                new("filledBase", "filled", order => order.FilledQty),
                new("postOnly", "post-only", order => order.PostOnly),
                new("reduceOnly", "reduce-only", order => order.ReduceOnly),
                new("externalId", "external id", order => order.ExternalId),
                new("id", "id", order => order.Id.ToString(CultureInfo.InvariantCulture)));
            return ExitCode.Ok;
        });
    }

    private static Command Fees()
    {
        Option<string[]> markets = Markets();
        return ExchangeCall.Verb("fees", "Fee rates.", KeyNeed.ApiKey, [markets], async call =>
        {
            IReadOnlyList<FeeInfo> fees = await call.Rest.GetFeesAsync(Named(call, markets)).ConfigureAwait(false);
            RecordOutput.List(call.Json, "fees", fees,
                new("market", "market", fee => fee.Market),
                new("makerFraction", "maker", fee => fee.MakerFeeRate),
                new("makerBps", "maker, bps", fee => fee.MakerFeeRate * 10_000),
                new("takerFraction", "taker", fee => fee.TakerFeeRate),
                new("takerBps", "taker, bps", fee => fee.TakerFeeRate * 10_000));
            return ExitCode.Ok;
        });
    }

    private static Command Leverage()
    {
        Option<string[]> markets = Markets();
        return ExchangeCall.Verb("leverage", "Leverage by market.", KeyNeed.ApiKey, [markets], async call =>
        {
            IReadOnlyList<LeverageInfo> leverage = await call.Rest.GetLeverageAsync(Named(call, markets)).ConfigureAwait(false);
            RecordOutput.List(call.Json, "leverage", leverage,
                new("market", "market", l => l.Market),
                new("leverage", "leverage", l => l.Leverage));
            return ExitCode.Ok;
        });
    }

    private static Option<string[]> Markets() => new("--market") { Description = "Of this market only; may be repeated.", HelpName = "NAME" };

    private static string[]? Named(ExchangeCall call, Option<string[]> markets) => call.Parsed.GetValue(markets) is { Length: > 0 } names ? names : null;
}
