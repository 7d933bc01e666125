using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Core.Tests.Trading;

namespace LowLatencyMM.Core.Tests.Risk;

public class RiskLimitsTests
{
    private const long Mark = 61_800_000_000_000;
    private const long Mid2 = 1_236_000;

    private static readonly Exposure Flat = new(0, 0);

    [Fact]
    public void The_sizes_of_the_vectors_come_out_in_whole_steps_below_the_notional()
    {
        foreach (JsonElement vector in VectorFile.Read("strategy-sizing.json").GetProperty("cases").EnumerateArray())
        {
            JsonElement given = vector.GetProperty("in");
            JsonElement expected = vector.GetProperty("out");
            Grid tick = GridOf(given.Text("price"));
            Grid step = GridOf(given.Text("step"));
            var units = new MarketUnits(TestSettings.Lively.Market with { Tick = tick, Step = step });
            long notional = (long)(decimal.Parse(given.Text("notional"), CultureInfo.InvariantCulture) * 1_000_000);
            decimal stepSize = decimal.Parse(given.Text("step"), CultureInfo.InvariantCulture);

            long steps = units.StepsWithinAtMid(notional, 2 * Ticks(given.Text("price"), tick));

            Assert.Equal(decimal.Parse(expected.Text("qty"), CultureInfo.InvariantCulture), steps * stepSize);
            bool isQuoted = steps * stepSize >= decimal.Parse(given.Text("min_qty"), CultureInfo.InvariantCulture);
            Assert.Equal(expected.GetProperty("quote").GetBoolean(), isQuoted);
        }
    }

    [Fact]
    public void The_position_limits_of_the_vectors_leave_the_room_they_say()
    {
        foreach (JsonElement vector in VectorFile.Read("strategy-sizing.json").GetProperty("position_limit").EnumerateArray())
        {
            JsonElement given = vector.GetProperty("in");
            Side side = given.Text("side") == "BUY" ? Side.Buy : Side.Sell;
            var exposure = new Exposure(given.Long("q"), given.Long(side == Side.Buy ? "open_buy" : "open_sell"));

            long room = RiskLimits.Room(side, given.Long("max_position"), exposure);

            long allowed = Math.Min(given.Long("want"), room);
            Assert.Equal(vector.Long("out"), allowed >= given.Long("min_qty") ? allowed : 0);
        }
    }

    [Theory]
    [InlineData(Side.Buy, 618_000, RiskReason.Approved)]
    [InlineData(Side.Buy, 636_540, RiskReason.Approved)]    // Exactly 3 % above.
    [InlineData(Side.Buy, 636_541, RiskReason.PriceCollar)]
    [InlineData(Side.Buy, 599_460, RiskReason.Approved)]
    [InlineData(Side.Buy, 599_459, RiskReason.PriceCollar)]
    [InlineData(Side.Sell, 599_460, RiskReason.Approved)]
    [InlineData(Side.Sell, 599_459, RiskReason.PriceCollar)]
    [InlineData(Side.Sell, 636_541, RiskReason.PriceCollar)]
    public void A_price_outside_the_collar_around_the_mark_is_refused(Side side, long priceTicks, RiskReason reason)
    {
        RiskDecision decision = Limits(TestSettings.Lively).Check(side, priceTicks, 16, Flat, Mid2, Mark, long.MaxValue, RiskReason.Approved);

        Assert.Equal(reason, decision.Reason);
        Assert.Equal(reason == RiskReason.Approved ? 16 : 0, decision.AllowedSteps);
    }

    [Fact]
    public void The_markets_own_collar_counts_when_it_is_narrower()
    {
        EngineSettings narrow = TestSettings.Lively with
        {
            Market = TestSettings.Lively.Market with { LimitPriceCapNano = 10_000_000 },
        };

        RiskDecision inside = Limits(narrow).Check(Side.Buy, 624_180, 16, Flat, Mid2, Mark, long.MaxValue, RiskReason.Approved);
        RiskDecision outside = Limits(narrow).Check(Side.Buy, 624_181, 16, Flat, Mid2, Mark, long.MaxValue, RiskReason.Approved);

        Assert.Equal((RiskReason.Approved, RiskReason.PriceCollar), (inside.Reason, outside.Reason));
    }

    [Fact]
    public void An_order_above_the_notional_limit_is_reduced_to_it()
    {
        EngineSettings small = TestSettings.Lively with
        {
            Risk = TestSettings.Lively.Risk with { MaxOrderNotionalMicro = 618_000_000 },
        };

        RiskDecision decision = Limits(small).Check(Side.Buy, 618_000, 16, Flat, Mid2, Mark, long.MaxValue, RiskReason.Approved);

        Assert.Equal((RiskReason.NotionalLimit, 10L), (decision.Reason, decision.AllowedSteps));
        Assert.Equal(988_800_000, decision.Value);
    }

    [Fact]
    public void Near_the_position_limit_a_side_is_reduced_and_then_refused()
    {
        RiskLimits limits = Limits(TestSettings.Lively);
        long most = limits.MaxPositionSteps(Mid2);
        Assert.Equal(161, most);

        RiskDecision reduced = limits.Check(Side.Buy, 618_000, 16, new(most - 20, 10), Mid2, Mark, long.MaxValue, RiskReason.Approved);
        RiskDecision refused = limits.Check(Side.Buy, 618_000, 16, new(most, 0), Mid2, Mark, long.MaxValue, RiskReason.Approved);
        RiskDecision other = limits.Check(Side.Sell, 618_000, 16, new(most + 50, 0), Mid2, Mark, long.MaxValue, RiskReason.Approved);

        Assert.Equal((RiskReason.PositionLimit, 10L), (reduced.Reason, reduced.AllowedSteps));
        Assert.Equal((RiskReason.PositionLimit, 0L), (refused.Reason, refused.AllowedSteps));
        Assert.Equal((RiskReason.Approved, 16L), (other.Reason, other.AllowedSteps));
    }

    [Fact]
    public void Without_funds_only_what_reduces_is_allowed()
    {
        RiskLimits limits = Limits(TestSettings.Lively);

        RiskDecision opening = limits.Check(Side.Buy, 618_000, 16, new(5, 0), Mid2, Mark, long.MaxValue, RiskReason.InsufficientFunds);
        RiskDecision reducing = limits.Check(Side.Sell, 618_000, 16, new(5, 0), Mid2, Mark, long.MaxValue, RiskReason.InsufficientFunds);

        Assert.Equal((RiskReason.InsufficientFunds, 0L), (opening.Reason, opening.AllowedSteps));
        Assert.Equal((RiskReason.InsufficientFunds, 5L), (reducing.Reason, reducing.AllowedSteps));
    }

    [Fact]
    public void At_the_leverage_limit_only_what_reduces_is_allowed_and_a_rest_of_room_is_used()
    {
        RiskLimits limits = Limits(TestSettings.Lively);
        long room = 618_000_000; // Ten steps at the mid.

        RiskDecision opening = limits.Check(Side.Buy, 618_000, 16, new(4, 0), Mid2, Mark, room, RiskReason.Approved);
        RiskDecision full = limits.Check(Side.Buy, 618_000, 16, new(10, 0), Mid2, Mark, room, RiskReason.Approved);
        RiskDecision closing = limits.Check(Side.Sell, 618_000, 16, new(30, 0), Mid2, Mark, 0, RiskReason.Approved);

        Assert.Equal((RiskReason.LeverageLimit, 6L), (opening.Reason, opening.AllowedSteps));
        Assert.Equal((RiskReason.LeverageLimit, 0L), (full.Reason, full.AllowedSteps));
        Assert.Equal((RiskReason.Approved, 16L), (closing.Reason, closing.AllowedSteps));
    }

    private static RiskLimits Limits(EngineSettings settings) => new(settings.Market, settings.Risk, new MarketUnits(settings.Market));

    private static Grid GridOf(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        return new Grid(1, point < 0 ? 0 : number.Length - point - 1);
    }

    private static long Ticks(string price, Grid tick)
    {
        decimal value = decimal.Parse(price, CultureInfo.InvariantCulture);
        for (int i = 0; i < tick.Scale; i++)
            value *= 10;
        return (long)value;
    }
}
