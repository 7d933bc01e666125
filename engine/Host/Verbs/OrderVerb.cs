using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>order</c>: orders by hand. Each verb shows what it will send and asks, unless <c>--yes</c>.</summary>
internal static class OrderVerb
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CancelPoll = TimeSpan.FromMilliseconds(200);

    private static readonly Column<NewOrder>[] OrderColumns =
    [
        new("market", "market", order => order.Market),
        new("side", "side", order => order.Side == Side.Buy ? "BUY" : "SELL"),
        new("type", "type", order => order.Type == OrderType.Market ? "MARKET" : "LIMIT"),
        new("quantityBase", "quantity, base", order => order.Qty),
        new("priceUsd", "price, USD", order => order.Price),
        new("valueUsd", "value at that price, USD", order => order.Qty * order.Price),
        new("timeInForce", "time in force", order => order.TimeInForce == TimeInForce.Ioc ? "IOC" : "GTT"),
        new("postOnly", "post-only", order => order.PostOnly),
        new("reduceOnly", "reduce-only", order => order.ReduceOnly),
        new("maxFeeFraction", "highest fee, fraction", order => order.MaxFeeRate),
        new("expiryTimeMs", "expires (UTC)", order => UnixMs.Of(order.ExpiryMs)),
        new("replacesExternalId", "replaces", order => order.CancelExternalId),
        new("externalId", "external id", order => order.ExternalId),
    ];

    public static Command Create() => new("order", "Place, cancel and close by hand; needs the keys.")
    {
        Place(), Market(), Cancel(), CancelAll(), Close(),
    };

    private static Command Place()
    {
        Argument<string> market = MarketName();
        Argument<Side> side = SideArgument();
        Argument<decimal> quantity = Number("QUANTITY", "Size, base units, on the market's step.");
        Argument<decimal> price = Number("PRICE", "Limit price, on the market's tick.");
        var postOnly = new Option<bool>("--post-only") { Description = "Refused instead of taking liquidity." };
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Only reduces a position." };
        var ioc = new Option<bool>("--ioc") { Description = "Filled at once; what is left is cancelled." };
        var externalId = new Option<string?>("--external-id") { Description = "Its id of ours, never used before; random if left out.", HelpName = "ID" };
        var replaces = new Option<string?>("--replace") { Description = "External id of the open order that it replaces.", HelpName = "ID" };
        Option<int> expiry = Options.Whole("--expiry-sec", "Its life.", "SECONDS", 60, 90 * 86_400);
        expiry.DefaultValueFactory = _ => 3_600;
        Option<bool> yes = Yes();
        return ExchangeCall.Verb("place", "Place a limit order.", KeyNeed.Signing,
            [market, side, quantity, price, postOnly, reduceOnly, ioc, externalId, replaces, expiry, yes], async call =>
            {
                var order = NewOrder.Limit(
                    call.Parsed.GetRequiredValue(market), call.Parsed.GetValue(side), call.Parsed.GetValue(quantity), call.Parsed.GetValue(price)) with
                {
                    PostOnly = call.Parsed.GetValue(postOnly),
                    ReduceOnly = call.Parsed.GetValue(reduceOnly),
                    TimeInForce = call.Parsed.GetValue(ioc) ? TimeInForce.Ioc : TimeInForce.Gtt,
                    ExternalId = call.Parsed.GetValue(externalId),
                    CancelExternalId = call.Parsed.GetValue(replaces),
                    ExpiryMs = DateTimeOffset.UtcNow.AddSeconds(call.Parsed.GetValue(expiry)).ToUnixTimeSeconds() * 1_000,
                };
                return await SendAsync(call, order, call.Parsed.GetValue(yes)).ConfigureAwait(false);
            });
    }

    private static Command Market()
    {
        Argument<string> market = MarketName();
        Argument<Side> side = SideArgument();
        Argument<decimal> quantity = Number("QUANTITY", "Size, base units, on the market's step; or give --notional.");
        quantity.Arity = ArgumentArity.ZeroOrOne;
        Option<decimal> notional = NumberOption("--notional", "Value in USD instead of a size; rounded down to the step.", "USD");
        Option<decimal> slippage = Slippage();
        Option<bool> yes = Yes();
        Command command = ExchangeCall.Verb("market", "Place a market order.", KeyNeed.Signing, [market, side, quantity, notional, slippage, yes], async call =>
        {
            string name = call.Parsed.GetRequiredValue(market);
            decimal fraction = SlippageFraction(call.Parsed, slippage);
            NewOrder order = call.Parsed.GetResult(notional) is not null
                ? await call.Rest.CreateMarketOrderByNotionalAsync(name, call.Parsed.GetValue(side), call.Parsed.GetValue(notional), fraction).ConfigureAwait(false)
                : await call.Rest.CreateMarketOrderAsync(name, call.Parsed.GetValue(side), call.Parsed.GetValue(quantity), fraction).ConfigureAwait(false);
            return await SendAsync(call, order, call.Parsed.GetValue(yes)).ConfigureAwait(false);
        });
        command.Validators.Add(result =>
        {
            bool hasQuantity = result.GetResult(quantity) is { Tokens.Count: > 0 }, hasNotional = result.GetResult(notional) is not null;
            if (hasQuantity == hasNotional)
                result.AddError("A market order has either a QUANTITY or --notional.");
        });
        return command;
    }

    private static Command Cancel()
    {
        var id = new Argument<long?>("ID") { Description = "The exchange's id of the order; or give --external-id.", Arity = ArgumentArity.ZeroOrOne };
        var externalId = new Option<string?>("--external-id") { Description = "The order's external id.", HelpName = "ID" };
        Option<bool> yes = Yes();
        Command command = ExchangeCall.Verb("cancel", "Cancel an order.", KeyNeed.ApiKey, [id, externalId, yes], async call =>
        {
            string? external = call.Parsed.GetValue(externalId);
            string what = external is null ? $"order {call.Parsed.GetValue(id)}" : $"the order with external id {external}";
            if (!Confirmation.Ask($"Cancel {what} at {call.Exchange.RestBase}?", call.Parsed.GetValue(yes)))
                return NotSent();
            await (external is null
                ? call.Rest.CancelAsync(call.Parsed.GetValue(id)!.Value)
                : call.Rest.CancelByExternalIdAsync(external)).ConfigureAwait(false);
            if (call.Json)
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteString("id", call.Parsed.GetValue(id)?.ToString(CultureInfo.InvariantCulture));
                    writer.WriteString("externalId", external);
                    writer.WriteBoolean("cancelRequested", true);
                });
            }
            else
            {
                Console.Out.WriteLine($"The exchange took the request to cancel {what}; 'llmm account orders' tells when it is gone.");
            }
            return ExitCode.Ok;
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(id) is { Tokens.Count: > 0 } == result.GetResult(externalId) is not null)
                result.AddError("A cancel names either an ID or --external-id.");
        });
        return command;
    }

    private static Command CancelAll()
    {
        var markets = new Option<string[]>("--market") { Description = "In this market only; may be repeated.", HelpName = "NAME" };
        Option<bool> yes = Yes();
        return ExchangeCall.Verb("cancel-all", "Cancel all orders, and wait until the exchange lists none.", KeyNeed.ApiKey, [markets, yes], async call =>
        {
            string[]? names = call.Parsed.GetValue(markets) is { Length: > 0 } given ? given : null;
            IReadOnlyList<OrderInfo> open = await call.Rest.GetOpenOrdersAsync(names).ConfigureAwait(false);
            string where = names is null ? "in all markets" : $"in {string.Join(", ", names)}";
            if (!Confirmation.Ask($"Cancel all orders {where} ({open.Count} open now) at {call.Exchange.RestBase}?", call.Parsed.GetValue(yes)))
                return NotSent();
            await call.Rest.MassCancelAsync(names is null ? new MassCancelRequest { CancelAll = true } : new MassCancelRequest { Markets = names }).ConfigureAwait(false);
            IReadOnlyList<OrderInfo> left = await UntilNoneAsync(call, names).ConfigureAwait(false);
            if (call.Json)
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteNumber("openBefore", open.Count);
                    writer.WriteNumber("openAfter", left.Count);
                    JsonOutput.WriteTexts(writer, "left", left.Select(order => order.ExternalId));
                });
            }
            else if (left.Count == 0)
            {
                Console.Out.WriteLine($"No order is open {where}; before there were {open.Count}.");
            }
            if (left.Count == 0)
                return ExitCode.Ok;
            Console.Error.WriteLine($"llmm: orders are still open after {CancelPatience.TotalSeconds:0} s: {string.Join(", ", left.Select(order => order.ExternalId))}.");
            return ExitCode.OrdersMayBeOpen;
        });
    }

    private static Command Close()
    {
        Argument<string> market = MarketName();
        Option<decimal> slippage = Slippage();
        Option<bool> yes = Yes();
        return ExchangeCall.Verb("close", "Close the position in a market by a reduce-only market order.", KeyNeed.Signing, [market, slippage, yes], async call =>
        {
            string name = call.Parsed.GetRequiredValue(market);
            if (await call.Rest.CreateClosingOrderAsync(name, SlippageFraction(call.Parsed, slippage)).ConfigureAwait(false) is { } order)
                return await SendAsync(call, order, call.Parsed.GetValue(yes)).ConfigureAwait(false);
            if (call.Json)
                JsonOutput.Write(writer => writer.WriteNull("id"));
            else
                Console.Out.WriteLine($"There is no position in {name}; nothing was sent.");
            return ExitCode.Ok;
        });
    }

    /// <summary>Signs, shows, asks, sends.</summary>
    private static async Task<int> SendAsync(ExchangeCall call, NewOrder order, bool yes)
    {
        using var signer = new OrderSigner(call.Keys!.PrivateKey, await DomainAsync(call).ConfigureAwait(false), call.Keys.Vault);
        SignedOrder signed = await call.Rest.SignOrderAsync(order, signer).ConfigureAwait(false);
        RecordOutput.PrintOne(call.Json ? Console.Error : Console.Out, signed.Order, OrderColumns);
        if (!Confirmation.Ask($"Send this order to {call.Exchange.RestBase}?", yes))
            return NotSent();
        PlacedOrder placed;
        try
        {
            placed = await call.Rest.PlaceOrderAsync(signed).ConfigureAwait(false);
        }
        catch (ExtendedException e) when (!e.IsRefused)
        {
            throw new UserErrorException(ExitCode.OrdersMayBeOpen,
                $"Nothing is known of the order with external id {signed.ExternalId}: {e.Message} Look for it with 'llmm account orders' before placing another.", e);
        }
        if (call.Json)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteString("id", placed.Id.ToString(CultureInfo.InvariantCulture));
                RecordOutput.WriteMembers(writer, signed.Order, OrderColumns);
            });
        }
        else
        {
            Console.Out.WriteLine($"The exchange took it as order {placed.Id}; 'llmm account orders' and 'llmm account trades' tell what becomes of it.");
        }
        return ExitCode.Ok;
    }

    /// <summary>What orders are signed for: a stand-in is asked.</summary>
    private static async Task<SigningDomain> DomainAsync(ExchangeCall call)
    {
        if (call.Exchange.Domain is { } known)
            return known;
        StarknetDomain domain = await call.Rest.GetStarknetDomainAsync().ConfigureAwait(false);
        return new SigningDomain(domain.Name, domain.Version, domain.ChainId, (uint)domain.Revision);
    }

    private static async Task<IReadOnlyList<OrderInfo>> UntilNoneAsync(ExchangeCall call, string[]? markets)
    {
        using var patience = new CancellationTokenSource(CancelPatience);
        while (true)
        {
            IReadOnlyList<OrderInfo> left = await call.Rest.GetOpenOrdersAsync(markets).ConfigureAwait(false);
            if (left.Count == 0 || patience.IsCancellationRequested)
                return left;
            await Task.Delay(CancelPoll).ConfigureAwait(false);
        }
    }

    private static int NotSent()
    {
        Console.Error.WriteLine("llmm: nothing was sent.");
        return ExitCode.Failure;
    }

    private static decimal SlippageFraction(ParseResult parsed, Option<decimal> slippage)
    {
        if (parsed.GetResult(slippage) is not null)
            return parsed.GetValue(slippage) / 100;
        ConfigurationFile? file = OptionalConfiguration.Open(null);
        return (decimal)(file?.Top.Number("market_order_slippage_pct")
            ?? double.Parse(ConfigurationTable.Get("market_order_slippage_pct").Default!, CultureInfo.InvariantCulture)) / 100;
    }

    private static Argument<string> MarketName() => new("MARKET") { Description = "A market, e.g. BTC-USD." };

    private static Argument<Side> SideArgument() => new("SIDE")
    {
        Description = "buy or sell.",
        CustomParser = result =>
        {
            switch (result.Tokens[0].Value.ToLowerInvariant())
            {
                case "buy":
                    return Side.Buy;
                case "sell":
                    return Side.Sell;
                default:
                    result.AddError($"SIDE is '{result.Tokens[0].Value}', expected buy or sell.");
                    return default;
            }
        },
    };

    private static Argument<decimal> Number(string name, string description) =>
        new(name) { Description = description, CustomParser = result => Positive(result, name) };

    private static Option<decimal> NumberOption(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, CustomParser = result => Positive(result, name) };

    private static decimal Positive(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0)
            return value;
        result.AddError($"{name} is '{text}', expected a decimal number above 0.");
        return default;
    }

    private static Option<decimal> Slippage()
    {
        ConfigurationKey key = ConfigurationTable.Get("market_order_slippage_pct");
        return new Option<decimal>("--slippage-pct")
        {
            Description = $"How far from the touch it may trade, percent; market_order_slippage_pct of config.json, else {key.Default}.",
            HelpName = "PERCENT",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (key.Accepts(text))
                    return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                result.AddError($"--slippage-pct is '{text}', expected {key.Expected}.");
                return default;
            },
        };
    }

    private static Option<bool> Yes() => new("--yes") { Description = "Send without asking." };
}
