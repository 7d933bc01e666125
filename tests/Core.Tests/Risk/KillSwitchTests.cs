using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Core.Tests.Trading;

namespace LowLatencyMM.Core.Tests.Risk;

public class KillSwitchTests
{
    private const long Hour = 3_600_000_000_000;

    private static readonly RiskSettings Off = TestSettings.Lively.Risk;

    [Fact]
    public void A_days_loss_counts_from_the_start_and_anew_from_midnight()
    {
        var daily = new KillSwitch(Off with { MaxDailyLossMicro = 100 });
        long noon = 20_000 * 24 * Hour + 12 * Hour;

        Assert.False(daily.Acts(50, 0, noon, out _));
        Assert.False(daily.Acts(-49, 0, noon + Hour, out _));
        Assert.False(daily.Acts(-49, 0, noon + 12 * Hour, out _));
        Assert.False(daily.Acts(-148, 0, noon + 13 * Hour, out _));
        Assert.True(daily.Acts(-149, 0, noon + 14 * Hour, out AlertPayload alert));
        Assert.Equal((AlertKind.DailyLoss, 100L, 100L), (alert.Alert, alert.Value, alert.Limit));
        Assert.False(daily.Acts(-500, 0, noon + 15 * Hour, out _));
    }

    [Fact]
    public void A_drawdown_counts_from_the_highest_profit()
    {
        var drawdown = new KillSwitch(Off with { MaxDrawdownMicro = 100 });

        Assert.False(drawdown.Acts(0, 0, 1, out _));
        Assert.False(drawdown.Acts(400, 0, 2, out _));
        Assert.False(drawdown.Acts(301, 0, 3, out _));
        Assert.True(drawdown.Acts(300, 0, 4, out AlertPayload alert));
        Assert.Equal(AlertKind.Drawdown, alert.Alert);
    }

    [Fact]
    public void Losses_in_a_row_act_at_their_limit_and_a_limit_of_0_is_none()
    {
        Assert.False(new KillSwitch(Off).IsOn);
        Assert.False(new KillSwitch(Off).Acts(-1_000_000_000, 99, 1, out _));
        var row = new KillSwitch(Off with { MaxConsecutiveLosses = 3 });
        Assert.False(row.Acts(0, 2, 1, out _));
        Assert.True(row.Acts(0, 3, 2, out AlertPayload alert));
        Assert.Equal((AlertKind.ConsecutiveLosses, 3L), (alert.Alert, alert.Value));
    }

    [Fact]
    public void Exit_cancels_everything_tells_why_and_never_quotes_again()
    {
        (CoreDriver driver, OrderSentPayload ask) = Losing(KillAction.Exit);

        driver.Take(RequestKind.Cancel, Side.Sell);
        driver.Take(RequestKind.MassCancel, Side.None);
        Assert.True(driver.Status.IsKilled);
        Assert.Equal(QuoteReason.Killed, driver.Status.Reason);
        Assert.Equal(AlertKind.DailyLoss, driver.Decisions.Last(e => e.Kind == EventKind.Alert).Alert.Alert);
        driver.Order(ask, OrderStatus.Cancelled);
        driver.Command(OperatorAction.Start);
        driver.NowMs += 5_000;
        driver.Snapshot(616_000, 616_001);
        Assert.DoesNotContain(driver.Requests, request => request.Request is RequestKind.Create or RequestKind.Replace);
    }

    [Fact]
    public void Reduce_only_goes_on_with_what_brings_the_position_to_zero()
    {
        (CoreDriver driver, _) = Losing(KillAction.ReduceOnly);
        driver.NowMs += 2_000;
        driver.Snapshot(616_000, 616_001);

        Assert.False(driver.Status.IsKilled);
        Assert.Equal(RiskReason.Halted, driver.Status.Bid.Risk);
        Assert.Equal((0L, 16L), (driver.Status.Bid.AllowedSteps, driver.Status.Ask.AllowedSteps));
    }

    /// <summary>Bought 16 steps, and then the price fell by 200 USD.</summary>
    private static (CoreDriver Driver, OrderSentPayload Ask) Losing(KillAction action)
    {
        EngineSettings settings = TestSettings.Lively with { Risk = Off with { MaxDailyLossMicro = 2_000_000, KillAction = action } };
        var driver = new CoreDriver(settings);
        (OrderSentPayload bid, OrderSentPayload ask) = driver.BeginResting();
        driver.Timer(10);
        driver.Order(bid, OrderStatus.Filled, filled: 16);
        driver.Requests.Clear();
        driver.NowMs += 10;
        driver.Snapshot(616_000, 616_001);
        driver.Requests.Clear();
        driver.Timer(10);
        return (driver, ask);
    }
}
