using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// Risk aversion of one lot, γQ in 1/price: as configured, or solved so that at the largest position the reservation price is shifted by
/// a given share of the fair price. Pure; allocates nothing.
/// </summary>
public sealed class RiskAversion
{
    /// <summary>Least γ when it is scaled by the inventory, 1/USD.</summary>
    private const double LeastGamma = 1e-9;

    private const double BasisPoint = 1e-4;

    private readonly QuotingSettings _settings;
    private readonly double _maxPositionUsd;

    /// <summary>Takes the settings.</summary>
    /// <param name="settings">Mode, γ and target.</param>
    /// <param name="maxPositionMicro">Largest position value, 1e-6 of the collateral.</param>
    public RiskAversion(QuotingSettings settings, long maxPositionMicro)
    {
        _settings = settings;
        _maxPositionUsd = maxPositionMicro / 1e6;
    }

    /// <summary>γQ for everything else that is in the inputs.</summary>
    /// <param name="inputs">Fair price, κ, A, σ, horizon and inventory.</param>
    /// <param name="lot">Size of one order Q, base units.</param>
    public double GammaLot(in QuoteInputs inputs, double lot)
    {
        if (_settings.GammaMode == GammaMode.Constant)
            return _settings.GammaUnits == GammaUnits.PerLot ? _settings.Gamma : _settings.Gamma * lot;
        double maxLots = _maxPositionUsd / (inputs.FairPrice * lot);
        double solved = Solve(inputs, _settings.SkewAtMaxPositionBps * BasisPoint * inputs.FairPrice, maxLots);
        if (_settings.GammaMode == GammaMode.MaxShift)
            return solved;
        double share = Math.Min(1, Math.Abs(inputs.InventoryLots) / maxLots);
        return Math.Max(solved * share, LeastGamma * lot);
    }

    /// <summary>γQ at which the reservation price of <paramref name="maxLots"/> lots is shifted by <paramref name="shift"/>, a price difference.</summary>
    public static double Solve(in QuoteInputs inputs, double shift, double maxLots)
    {
        double sigma = inputs.FairPrice * inputs.SigmaRelative;
        return inputs.Model == QuoteModelKind.AvellanedaStoikov
            ? shift / (maxLots * sigma * sigma * inputs.HorizonSeconds)
            : Glft.SolveGammaLot(shift / (maxLots * sigma), inputs.Kappa, inputs.Intensity, inputs.WithoutFillRisk);
    }
}
