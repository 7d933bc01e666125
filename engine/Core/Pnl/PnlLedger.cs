using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Pnl;

/// <summary>
/// Position and profit in integers: steps and 1e-6 of the collateral. Average cost: what closes takes its share of the
/// position's cost. Nothing is lost to rounding: realised profit minus cost is always the cash that moved.
/// </summary>
public sealed class PnlLedger
{
    private long _feesNano;
    private long _tripStartMicro;

    /// <summary>Signed position, long positive, in steps.</summary>
    public long PositionSteps { get; private set; }

    /// <summary>What the position cost, with its sign, 1e-6 of the collateral.</summary>
    public long CostMicro { get; private set; }

    /// <summary>Profit of what was closed, fees not deducted, 1e-6 of the collateral.</summary>
    public long RealisedMicro { get; private set; }

    /// <summary>Fees paid, 1e-6 of the collateral.</summary>
    public long FeesMicro => _feesNano / 1_000;

    /// <summary>Funding received less funding paid, 1e-6 of the collateral.</summary>
    public long FundingMicro { get; private set; }

    /// <summary>What all of it made of the wallet's balance: realised profit less fees, with funding, 1e-6 of the collateral.</summary>
    public long CashMicro => RealisedMicro - FeesMicro + FundingMicro;

    /// <summary>Round trips (from flat to flat, or to the other side) in a row that lost, fees deducted.</summary>
    public long LossesInRow { get; private set; }

    /// <summary>The part of the volume that we did not take, 1e-6 of the collateral.</summary>
    public long MakerVolumeMicro { get; private set; }

    /// <summary>The part of the volume of which the exchange has told who took, 1e-6 of the collateral.</summary>
    public long TradedVolumeMicro { get; private set; }

    /// <summary>Value bought and sold, 1e-6 of the collateral.</summary>
    public long VolumeMicro { get; private set; }

    /// <summary>The exchange's trades that were ours, each counted once.</summary>
    public long Fills { get; private set; }

    /// <summary>Starts from a position that was there before: it is no fill and no volume.</summary>
    public void SetPosition(long steps, long costMicro)
    {
        PositionSteps = steps;
        CostMicro = costMicro;
    }

    /// <summary>
    /// Counts a trade. Apart from <see cref="Fill"/>, because an order's update can tell of several trades at once, and before them.
    /// </summary>
    /// <param name="valueMicro">Price times size, 1e-6 of the collateral.</param>
    /// <param name="isTaker">Whether we took.</param>
    public void CountFill(long valueMicro, bool isTaker)
    {
        Fills++;
        TradedVolumeMicro += valueMicro;
        MakerVolumeMicro += isTaker ? 0 : valueMicro;
    }

    /// <summary>Books a fill: the position moves by its whole size at its whole value.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="steps">Size, above 0.</param>
    /// <param name="valueMicro">Price times size, 1e-6 of the collateral.</param>
    public void Fill(Side side, long steps, long valueMicro)
    {
        VolumeMicro += valueMicro;
        Move(side == Side.Buy ? steps : -steps, side == Side.Buy ? valueMicro : -valueMicro);
    }

    /// <summary>Moves the position without a fill, to what the exchange says it is, at the given value.</summary>
    public void Correct(long deltaSteps, long deltaValueMicro) => Move(deltaSteps, deltaValueMicro);

    /// <summary>
    /// Corrects the value of earlier fills, when their exact price becomes known after their size. The difference goes into
    /// the realised profit; the sum of realised and unrealised profit is exact.
    /// </summary>
    public void AdjustValue(Side side, long deltaValueMicro)
    {
        VolumeMicro += deltaValueMicro;
        RealisedMicro += side == Side.Buy ? -deltaValueMicro : deltaValueMicro;
    }

    /// <summary>Books a fee, 1e-9 of the collateral.</summary>
    public void AddFee(long feeNano) => _feesNano += feeNano;

    /// <summary>Books funding: above 0 if it was received, 1e-6 of the collateral.</summary>
    public void AddFunding(long micro) => FundingMicro += micro;

    /// <summary>Profit of the open position if its value is <paramref name="valueMicro"/> (signed, 1e-6 of the collateral).</summary>
    public long UnrealisedMicro(long valueMicro) => valueMicro - CostMicro;

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(PositionSteps);
        hash.Add(CostMicro);
        hash.Add(RealisedMicro);
        hash.Add(_feesNano);
        hash.Add(VolumeMicro);
        hash.Add(Fills);
        hash.Add(FundingMicro);
        hash.Add(LossesInRow);
        hash.Add(MakerVolumeMicro);
        hash.Add(TradedVolumeMicro);
        hash.Add(_tripStartMicro);
    }

    private void Move(long steps, long value)
    {
        bool closes = PositionSteps != 0 && (PositionSteps > 0) != (steps > 0);
        if (!closes)
        {
            PositionSteps += steps;
            CostMicro += value;
            return;
        }
        long closed = Math.Min(Math.Abs(steps), Math.Abs(PositionSteps));
        long closedValue = (long)((Int128)value * closed / Math.Abs(steps));
        long closedCost = (long)((Int128)CostMicro * closed / Math.Abs(PositionSteps));
        RealisedMicro -= closedValue + closedCost;
        CostMicro += value - closedValue - closedCost;
        bool isRoundTrip = Math.Abs(steps) >= Math.Abs(PositionSteps);
        PositionSteps += steps;
        if (isRoundTrip)
            EndTrip();
    }

    private void EndTrip()
    {
        long result = RealisedMicro - FeesMicro - _tripStartMicro;
        _tripStartMicro += result;
        if (result != 0)
            LossesInRow = result < 0 ? LossesInRow + 1 : 0;
    }
}
