using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Recording;
using Microsoft.FSharp.Core;

namespace LowLatencyMM.Simulator.Tests.Matching;

/// <summary>Rules that hold for any requests at any times, on the recorded minute.</summary>
public sealed class ExchangeProperties
{
    private static readonly MarketRules Rules = new("BTC-USD", "0.1", "0.001");
    private static readonly MarketRecording Minute = RecordingReader.ReadBundled(Rules.Name, Rules.Prices, Rules.Sizes);

    private static readonly Gen<Step[]> Actions =
        from count in Gen.Choose(1, 60)
        from actions in (
            from gapMs in Gen.Choose(0, 400)
            from kind in Gen.Choose(0, 9)
            from distance in Gen.Choose(-30, 30)
            from size in Gen.Choose(1, 3_000)
            from flags in Gen.Choose(0, 15)
            select new Step(gapMs, kind, distance, size, flags)).ArrayOf(count)
        select actions;

    private static readonly Lazy<List<Run>> Runs = new(PlayAll);

    /// <summary>What a client does after a pause.</summary>
    private sealed record Step(int GapMs, int Kind, int Distance, int Size, int Flags);

    [Fact]
    public void The_position_is_the_sum_of_the_fills_and_so_is_the_balance() => ForAll(run =>
    {
        long position = 0;
        foreach (Fill fill in run.Exchange.Fills)
            position += fill.Side == Side.Buy ? fill.Size : -fill.Size;
        decimal cash = run.Exchange.Fills.Sum(fill =>
            (fill.Side == Side.Buy ? -1 : 1) * Rules.Value(fill.Price, fill.Size) - fill.Fee);
        Account account = run.Exchange.Account;

        Assert.Equal(position, run.Market.Position.Size);
        decimal funding = account.FundingPayments.Sum(payment => payment.Fee);
        Assert.Equal(10_000 + cash + funding + Rules.Sizes.ToDecimal(position) * run.Market.Position.OpenPrice, account.Balance, 9);
    });

    [Fact]
    public void No_order_fills_more_than_its_size_and_its_fills_add_up() => ForAll(run =>
    {
        foreach (Order order in run.Exchange.Orders)
        {
            Assert.InRange(order.Filled, 0, order.Size);
            Assert.Equal(order.Filled, run.Exchange.Fills.Where(fill => fill.OrderId == order.Id).Sum(fill => fill.Size));
            Assert.Equal(order.IsOpen, order.Remaining > 0);
        }
    });

    [Fact]
    public void An_order_never_trades_at_a_worse_price_than_its_own() => ForAll(run =>
    {
        foreach (Fill fill in run.Exchange.Fills)
        {
            Order order = run.Exchange.Find(fill.OrderId)!;
            Assert.True(fill.Side == Side.Buy ? fill.Price <= order.Price : fill.Price >= order.Price);
            Assert.True(fill.IsTaker || fill.Price == order.Price);
        }
    });

    [Fact]
    public void A_post_only_order_never_takes() => ForAll(run =>
        Assert.DoesNotContain(run.Exchange.Fills, fill => fill.IsTaker && run.Exchange.Find(fill.OrderId)!.PostOnly));

    /// <summary>Makers fill from recorded trades and from arrivals; both are printed, so the tape bounds them.</summary>
    [Fact]
    public void Fills_never_exceed_what_the_tape_shows() => ForAll(run =>
        Assert.True(run.Exchange.Fills.Sum(fill => fill.Size) <= run.Log.TradedSize));

    [Fact]
    public void A_reduce_only_order_never_makes_the_position_larger_or_turns_it_over()
    {
        int reducing = 0;
        ForAll(run =>
        {
            long position = 0;
            foreach (Fill fill in run.Exchange.Fills)
            {
                long after = position + (fill.Side == Side.Buy ? fill.Size : -fill.Size);
                if (run.Exchange.Find(fill.OrderId)!.ReduceOnly)
                {
                    Assert.True(Math.Abs(after) < Math.Abs(position) && after * position >= 0, $"{position} became {after}");
                    reducing++;
                }
                position = after;
            }
        });
        Assert.True(reducing > 20, $"only {reducing} reducing fills: the runs say nothing");
    }

    [Fact]
    public void Of_take_profit_and_stop_loss_never_both_trigger_and_none_fills_untriggered()
    {
        int triggered = 0;
        ForAll(run =>
        {
            foreach (Order order in run.Exchange.Orders.Where(order => order.Type == OrderType.Tpsl))
            {
                int legs = new[] { order.TakeProfit, order.StopLoss }.Count(leg => leg?.Status == OrderStatus.Triggered);
                Assert.InRange(legs, 0, 1);
                Assert.True(order.Filled == 0 || legs == 1);
                triggered += legs;
            }
        });
        Assert.True(triggered > 20, $"only {triggered} legs triggered: the runs say nothing");
    }

    [Fact]
    public void Equity_is_what_was_paid_in_and_what_trades_and_funding_made_of_it() => ForAll(run =>
    {
        decimal cash = run.Exchange.Fills.Sum(fill =>
            (fill.Side == Side.Buy ? -1 : 1) * Rules.Value(fill.Price, fill.Size) - fill.Fee);
        decimal funding = run.Exchange.Account.FundingPayments.Sum(payment => payment.Fee);
        decimal held = Rules.Sizes.ToDecimal(run.Market.Position.Size) * run.Market.Oracle.Mark;

        Assert.Equal(10_000 + cash + funding + held, run.Exchange.Account.Equity, 9);
        Assert.NotEmpty(run.Market.Funding.Applied);
    });

    [Fact]
    public void What_waits_or_rests_is_open_and_nothing_else_is() => ForAll(run =>
    {
        Assert.Equal(run.Exchange.Orders.Where(order => order.IsOpen), run.Exchange.OpenOrders.OrderBy(order => order.Id));
        Assert.All(run.Market.Waiting, order => Assert.Equal(OrderStatus.Untriggered, order.Status));
        Assert.All(run.Market.Own, order => Assert.True(order.IsResting));
        Assert.True(run.Market.Waiting.Count(order => order is { Type: OrderType.Tpsl, Scope: TpSlScope.Position }) <= 1);
    });

    [Fact]
    public void The_same_requests_give_the_same_frames_however_often_time_is_looked_at()
    {
        Check.One(Settings(15), Prop.ForAll(Arb.From(Actions), actions =>
        {
            Run once = Play(actions, lookEveryMs: 10_000), often = Play(actions, lookEveryMs: 7);
            Assert.Equal(Text(once), Text(often));
        }));
    }

    /// <summary>The log checks, frame by frame, that changes add up to sizes and that neither book nor best prices cross.</summary>
    private static void ForAll(Action<Run> rule) => Assert.All(Runs.Value, rule);

    /// <summary>Plays every drawn sequence once; all rules look at the same runs.</summary>
    private static List<Run> PlayAll()
    {
        List<Run> runs = [];
        Check.One(Settings(40), Prop.ForAll(Arb.From(Actions), actions => runs.Add(Play(actions, lookEveryMs: 10_000))));
        int makers = runs.Sum(run => run.Exchange.Fills.Count(fill => !fill.IsTaker));
        int takers = runs.Sum(run => run.Exchange.Fills.Count(fill => fill.IsTaker));
        Assert.True(makers > 50 && takers > 50, $"only {makers} maker and {takers} taker fills: the runs say nothing");
        return runs;
    }

    private static Config Settings(int tests) =>
        Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(new Replay(new Rnd(20261122, 17), FSharpOption<int>.None));

    private static string Text(Run run) => new StringBuilder().AppendJoin('\n', run.Log.Everything).ToString();

    private static Run Play(Step[] actions, int lookEveryMs)
    {
        SinkLog log = new();
        ExchangeSettings settings = new() { FundingInterval = 250_000_000, FundingRate = 0.0001m };
        Exchange exchange = new([(Rules, Minute)], settings, SinkLog.StartMs, log);
        log.Exchange = exchange;
        log.Connect();
        long timeMs = 0;
        for (int i = 0; i < actions.Length; i++)
        {
            for (long look = timeMs + lookEveryMs; look < timeMs + actions[i].GapMs; look += lookEveryMs)
                exchange.Advance(look * 1_000_000);
            timeMs += actions[i].GapMs;
            Do(exchange, timeMs, actions[i], i);
        }
        exchange.Advance((timeMs + 500) * 1_000_000);
        return new Run(exchange, log);
    }

    private static void Do(Exchange exchange, long timeMs, Step action, int index)
    {
        long time = timeMs * 1_000_000;
        exchange.Advance(time);
        Order[] open = [.. exchange.OpenOrders.OrderBy(order => order.Id)];
        if (action.Kind == 0 && open.Length > 0)
            exchange.Cancel(time, open[action.Size % open.Length].Id);
        else if (action.Kind == 1)
            exchange.CancelAll(time, order => order.Price % 2 == 0);
        else if (Request(exchange, action, index, open) is { } request)
            exchange.Place(time, request);
    }

    private static OrderRequest? Request(Exchange exchange, Step action, int index, Order[] open)
    {
        bool buy = (action.Flags & 1) == 0;
        BookLevel best = exchange.Markets[0].Book.Best(buy ? Side.Buy : Side.Sell);
        long position = exchange.Markets[0].Position.Size;
        OrderRequest order = Requests.Order($"o{index}", buy ? "BUY" : "SELL", 1, 1) with
        {
            Nonce = (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Qty = Size(action.Size / 20 + 1),
            Price = Price(best.Price + action.Distance),
            PostOnly = (action.Flags & 2) != 0,
            TimeInForce = (action.Flags & 14) == 12 ? "IOC" : "GTT",
            SelfTradeProtection = (action.Flags & 4) != 0 ? "DISABLED" : "ACCOUNT",
            CancelId = action.Kind > 6 && open.Length > 0 ? open[action.Size % open.Length].ExternalId : null,
        };
        OrderRequest closing = order with { Side = position > 0 ? "SELL" : "BUY", PostOnly = false };
        return action.Kind switch
        {
            2 when position == 0 => null,
            2 => closing with { ReduceOnly = true, Qty = Size(Math.Min(Math.Abs(position), action.Size)) },
            3 => order with
            {
                Type = "CONDITIONAL",
                PostOnly = false,
                ReduceOnly = (action.Flags & 8) != 0,
                Trigger = new TriggerRequest(Price(best.Price + action.Distance % 5), "LAST", action.Distance > 0 ? "UP" : "DOWN",
                    (action.Flags & 2) != 0 ? "MARKET" : "LIMIT"),
            },
            4 => order with
            {
                Price = Price(best.Price + (buy ? 40 : -40)),
                PostOnly = false,
                TpSlType = (action.Flags & 8) != 0 ? "ORDER" : "POSITION",
                TakeProfit = Leg(best.Price + (buy ? 41 : -41) + action.Distance / 10, buy),
                StopLoss = Leg(best.Price + (buy ? 3 : -3), buy),
            },
            5 => closing with
            {
                Type = "TPSL",
                Qty = "0",
                TpSlType = "POSITION",
                TakeProfit = Leg(best.Price + (position > 0 ? 8 : -8), position > 0),
                StopLoss = Leg(best.Price - (position > 0 ? 8 : -8), position > 0),
            },
            _ => order,
        };
    }

    private static TpSlLegRequest Leg(long trigger, bool selling) =>
        new(Price(trigger), "LAST", Price(trigger + (selling ? -50 : 50)), "MARKET") { Signature = SignatureVerdict.Valid };

    private static string Price(long ticks) => Rules.Prices.ToDecimal(ticks).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Size(long steps) => Rules.Sizes.ToDecimal(steps).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Run(Exchange Exchange, SinkLog Log)
    {
        public Market Market => Exchange.Markets[0];
    }
}
