using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Pnl;

namespace LowLatencyMM.Core.Tests.Pnl;

public class PnlLedgerTests
{
    [Fact]
    public void Realised_profit_minus_cost_is_always_the_cash_that_moved()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var ledger = new PnlLedger();
            long cash = 0, position = 0;
            for (int i = 0; i < 500; i++)
            {
                Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
                long steps = random.Next(1, 100);
                long value = steps * random.Next(900, 1_100) + random.Next(-3, 4);
                ledger.Fill(side, steps, value);
                cash += side == Side.Buy ? -value : value;
                position += side == Side.Buy ? steps : -steps;
                Assert.Equal(position, ledger.PositionSteps);
                Assert.Equal(cash, ledger.RealisedMicro - ledger.CostMicro);
                Assert.True(position != 0 || ledger.CostMicro == 0);
                Assert.True(position == 0 || Math.Sign(position) == Math.Sign(ledger.CostMicro));
            }
        }
    }

    // Defect 62: the position had no sign in the profit.
    [Fact]
    public void A_short_position_gains_when_the_price_falls()
    {
        var ledger = new PnlLedger();
        ledger.Fill(Side.Sell, 10, 1_000_000);

        Assert.Equal(-10, ledger.PositionSteps);
        Assert.Equal(100_000, ledger.UnrealisedMicro(-900_000));
        ledger.Fill(Side.Buy, 10, 900_000);
        Assert.Equal(100_000, ledger.RealisedMicro);
    }

    [Fact]
    public void Closing_takes_its_share_of_the_average_cost_and_reversing_opens_at_the_new_price()
    {
        var ledger = new PnlLedger();
        ledger.Fill(Side.Buy, 10, 1_000);
        ledger.Fill(Side.Buy, 10, 1_200);
        ledger.Fill(Side.Sell, 5, 600);
        Assert.Equal((15, 1_650, 50), (ledger.PositionSteps, ledger.CostMicro, ledger.RealisedMicro));

        ledger.Fill(Side.Sell, 20, 2_600);
        Assert.Equal((-5, -650, 350), (ledger.PositionSteps, ledger.CostMicro, ledger.RealisedMicro));
    }
}
