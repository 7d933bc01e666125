using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Orders;

public class OrderPlanTests
{
    private const long NsPerSecond = 1_000_000_000;
    private const long Now = 1_790_000_000 * NsPerSecond;
    private static readonly OrderSettings Settings = new() { PlannedOrders = 32, ExpirySeconds = 3_600 };

    private readonly OrderPlan _plan = new(Settings, NsPerSecond / 4);
    private readonly NonceSource _nonces = NewNonces();

    [Fact]
    public void Every_price_around_the_quote_is_planned_with_a_nonce_of_its_own()
    {
        _plan.Plan(Side.Buy, 84_000, 500, Now, _nonces);
        _plan.Plan(Side.Sell, 84_100, 500, Now, _nonces);

        List<long> nonces = [];
        for (long distance = -8; distance < 8; distance++)
        {
            Assert.True(_plan.TryTake(Side.Buy, 84_000 + distance, 0, 500, Now, out PlannedOrder bid));
            Assert.True(_plan.TryTake(Side.Sell, 84_100 - distance, 0, 500, Now, out PlannedOrder ask));
            Assert.Equal((84_000 + distance, 84_100 - distance), (bid.PriceTicks, ask.PriceTicks));
            nonces.AddRange([bid.Nonce, ask.Nonce]);
        }
        Assert.Equal(32, nonces.Distinct().Count());
    }

    [Fact]
    public void Another_price_size_or_side_than_planned_is_not_in_the_plan()
    {
        _plan.Plan(Side.Buy, 84_000, 500, Now, _nonces);

        Assert.False(_plan.TryTake(Side.Buy, 84_008, 0, 500, Now, out _));
        Assert.False(_plan.TryTake(Side.Buy, 83_991, 0, 500, Now, out _));
        Assert.False(_plan.TryTake(Side.Buy, 84_000, 0, 501, Now, out _));
        Assert.False(_plan.TryTake(Side.Sell, 84_000, 0, 500, Now, out _));
    }

    [Fact]
    public void An_order_is_taken_once()
    {
        _plan.Plan(Side.Buy, 84_000, 500, Now, _nonces);
        Assert.True(_plan.TryTake(Side.Buy, 84_000, 0, 500, Now, out _));
        Assert.False(_plan.TryTake(Side.Buy, 84_000, 0, 500, Now, out _));
    }

    [Fact]
    public void A_quote_that_moves_by_a_tick_plans_one_order_anew_and_keeps_its_nonce()
    {
        _plan.Plan(Side.Buy, 84_000, 500, Now, _nonces);
        Assert.Equal(Enumerable.Range(83_992, 16).Select(ticks => (long)ticks), Planned(Side.Buy).Select(order => order.PriceTicks).Order());
        long version = _plan.Version, available = _nonces.Available;
        long freed = Planned(Side.Buy).Single(order => order.PriceTicks == 83_992).Nonce;

        _plan.Plan(Side.Buy, 84_001, 500, Now, _nonces);

        Assert.Equal(version + 1, _plan.Version);
        Assert.Equal(available, _nonces.Available);
        Assert.True(_plan.TryTake(Side.Buy, 84_008, 0, 500, Now, out PlannedOrder planned));
        Assert.Equal(freed, planned.Nonce);
    }

    [Fact]
    public void A_planned_order_lives_at_least_as_long_as_the_settings_ask_and_two_minutes_longer_at_most()
    {
        for (long second = 0; second < 240; second++)
        {
            long now = Now + (second * NsPerSecond);
            _plan.Plan(Side.Buy, 84_000, 500, now, _nonces);
            Assert.True(_plan.TryTake(Side.Buy, 84_000, 0, 500, now, out PlannedOrder order));
            long lifeSeconds = (order.ExpiryMs / 1_000) - (now / NsPerSecond);
            Assert.InRange(lifeSeconds, 3_600 + 30, 3_600 + 120);
            Assert.Equal(0, order.ExpiryMs % 60_000);
        }
    }

    [Fact]
    public void A_planned_order_that_would_live_too_short_is_not_taken()
    {
        _plan.Plan(Side.Buy, 84_000, 500, Now, _nonces);
        Assert.False(_plan.TryTake(Side.Buy, 84_000, 0, 500, Now + (121 * NsPerSecond), out _));
    }

    [Fact]
    public void Without_a_change_the_plan_stays_the_same_for_half_a_minute()
    {
        _plan.Plan(Side.Buy, 84_000, 500, Now, _nonces);
        long version = _plan.Version;
        for (int second = 1; second <= 30; second++)
            _plan.Plan(Side.Buy, 84_000, 500, Now + (second * NsPerSecond), _nonces);
        Assert.Equal(version, _plan.Version);
    }

    [Fact]
    public void Planning_leaves_nonces_for_orders_that_are_not_planned()
    {
        var few = new NonceSource();
        few.Add(1, OrderPlan.KeptNonces + 3);
        _plan.Plan(Side.Buy, 84_000, 500, Now, few);
        Assert.Equal(OrderPlan.KeptNonces, few.Available);
    }

    [Fact]
    public void No_planned_orders_means_no_plan()
    {
        var off = new OrderPlan(new OrderSettings(), 1);
        Assert.False(off.IsDue(Side.Buy, Now, Now));
        Assert.False(off.TryTake(Side.Buy, 84_000, 0, 500, Now, out _));
    }

    [Fact]
    public void A_side_is_planned_at_most_once_an_interval_and_not_long_before_its_order_may_be_replaced()
    {
        const long interval = NsPerSecond / 4;
        Assert.True(_plan.IsDue(Side.Buy, Now, Now + OrderPlan.LeadNs));
        Assert.False(_plan.IsDue(Side.Buy, Now, Now + OrderPlan.LeadNs + 1));
        _plan.Plan(Side.Buy, 84_000, 500, Now, _nonces);
        Assert.False(_plan.IsDue(Side.Buy, Now + interval - 1, Now));
        Assert.True(_plan.IsDue(Side.Buy, Now + interval, Now));
        Assert.True(_plan.IsDue(Side.Sell, Now, Now));
    }

    [Fact]
    public void With_a_tolerance_the_nearest_order_behind_the_wanted_price_is_taken_and_none_beyond_it_or_ahead()
    {
        OrderPlan plan = Tolerant();
        plan.Plan(Side.Buy, 650_000, 500, Now, _nonces);
        plan.Plan(Side.Sell, 650_000, 500, Now, _nonces);
        // 6 ticks of tolerance: one by one to 2 ticks away, then every 7; away from the market one more.
        Assert.Equal(6, plan.ToleranceTicks(650_000));
        AssertTaken(plan, Side.Buy, 650_000 - 3, 650_000 - 9);
        AssertTaken(plan, Side.Sell, 650_000 + 3, 650_000 + 9);
        AssertTaken(plan, Side.Buy, 650_000 - 44, 650_000 - 44);
        AssertTaken(plan, Side.Buy, 650_000 - 45, 0);
        AssertTaken(plan, Side.Buy, 650_000 + 43, 650_000 + 37);
        AssertTaken(plan, Side.Buy, 650_000 + 44, 0);
        AssertTaken(plan, Side.Sell, 650_000 - 43, 650_000 - 37);
        AssertTaken(plan, Side.Sell, 650_000 - 44, 0);
    }

    [Fact]
    public void An_order_that_rests_behind_the_wanted_price_is_not_moved_away_from_it_but_may_be_replaced_at_its_very_price()
    {
        OrderPlan plan = Tolerant();
        plan.Plan(Side.Buy, 600_000, 500, Now, _nonces);
        Assert.True(plan.TryTake(Side.Buy, 600_000, 600_000, 500, Now, out PlannedOrder same));
        Assert.Equal(600_000, same.PriceTicks);
        Assert.False(plan.TryTake(Side.Buy, 600_000, 599_999, 500, Now, out _));
        Assert.True(plan.TryTake(Side.Buy, 600_000, 599_998, 500, Now, out PlannedOrder nearer));
        Assert.Equal(599_999, nearer.PriceTicks);
        Assert.True(plan.TryTake(Side.Buy, 600_000, 600_005, 500, Now, out PlannedOrder away));
        Assert.Equal(599_998, away.PriceTicks);
    }

    [Fact]
    public void Whatever_is_planned_an_order_is_never_taken_ahead_of_the_wanted_price_or_farther_behind_it_than_allowed()
    {
        Gen<(bool, long, long, long)> step =
            from takes in Gen.Elements(false, true)
            from ticks in Gen.Choose(100_000, 100_150)
            from resting in Gen.Choose(99_950, 100_200)
            from tolerance in Gen.Choose(0, 9)
            select (takes, (long)ticks, (long)resting, (long)tolerance);
        Check.One(
            Config.QuickThrowOnFailure.WithReplay(20_261_122, 1).WithMaxTest(500),
            Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
            {
                OrderPlan plan = new(Settings with { PlannedPriceToleranceBps = steps.Count == 0 ? 0 : steps[0].Item4 / 10.0 }, 1);
                NonceSource nonces = NewNonces();
                foreach ((bool takes, long wanted, long resting, _) in steps)
                {
                    Side side = wanted % 2 == 0 ? Side.Buy : Side.Sell;
                    if (!takes)
                    {
                        plan.Plan(side, wanted, 500, Now, nonces);
                        continue;
                    }
                    long least = Enumerable.Range(0, plan.Rungs).Select(rung => plan[side, rung]).Where(order => order.Nonce != 0)
                        .Select(order => Behind(side, wanted, order.PriceTicks)).Where(behind => behind >= 0).DefaultIfEmpty(long.MaxValue).Min();
                    long rests = Behind(side, wanted, resting);
                    bool isAllowed = least == 0 || (least <= plan.ToleranceTicks(wanted) && (rests < 0 || least < rests));
                    Assert.Equal(isAllowed, plan.TryTake(side, wanted, resting, 500, Now, out PlannedOrder taken));
                    if (isAllowed)
                        Assert.Equal(least, Behind(side, wanted, taken.PriceTicks));
                }
            }));
    }

    [Fact]
    public void Whatever_is_planned_and_taken_no_nonce_is_given_twice()
    {
        Gen<(bool, long, long, int)> step =
            from takes in Gen.Elements(false, true)
            from ticks in Gen.Choose(1, 60)
            from steps in Gen.Choose(1, 3)
            from seconds in Gen.Choose(0, 50)
            select (takes, (long)ticks, (long)steps, seconds);
        Check.One(
            Config.QuickThrowOnFailure.WithReplay(20_261_122, 1).WithMaxTest(500),
            Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
            {
                var plan = new OrderPlan(Settings, 1);
                NonceSource nonces = NewNonces();
                HashSet<long> given = [];
                long now = Now;
                foreach ((bool takes, long ticks, long size, int seconds) in steps)
                {
                    now += seconds * NsPerSecond;
                    Side side = ticks % 2 == 0 ? Side.Buy : Side.Sell;
                    if (!takes)
                        plan.Plan(side, ticks, size, now, nonces);
                    else if (plan.TryTake(side, ticks, 0, size, now, out PlannedOrder order))
                        Assert.True(given.Add(order.Nonce) && order.PriceTicks == ticks && order.QuantitySteps == size);
                    else
                        Assert.True(given.Add(nonces.Take()));
                }
            }));
    }

    private static OrderPlan Tolerant() => new(Settings with { PlannedPriceToleranceBps = 0.1 }, NsPerSecond / 4);

    private static long Behind(Side side, long wanted, long ticks) => side == Side.Buy ? wanted - ticks : ticks - wanted;

    private static void AssertTaken(OrderPlan plan, Side side, long wanted, long expected)
    {
        Assert.Equal(expected != 0, plan.TryTake(side, wanted, 0, 500, Now, out PlannedOrder taken));
        Assert.Equal(expected, taken.PriceTicks);
    }

    private IEnumerable<PlannedOrder> Planned(Side side) => Enumerable.Range(0, _plan.Rungs).Select(rung => _plan[side, rung]);

    private static NonceSource NewNonces()
    {
        var nonces = new NonceSource();
        nonces.Add(1, 100_000);
        return nonces;
    }
}
