using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Host.Configuration;

/// <summary>Which choice of the table is which setting of the model. A choice that has none is a defect, and is told so.</summary>
internal static class ModelNames
{
    /// <summary>Ways to estimate κ and A, in the order of the documentation.</summary>
    public static readonly (string Name, IntensityMethod Value)[] IntensityMethods =
    [
        ("simple", IntensityMethod.Simple), ("virtual_quoting", IntensityMethod.VirtualQuoting),
        ("depth_intensity", IntensityMethod.DepthIntensity), ("trade_depth", IntensityMethod.TradeDepth),
    ];

    /// <summary>Ways to estimate σ, in the order of the documentation.</summary>
    public static readonly (string Name, SigmaMethod Value)[] SigmaMethods =
    [
        ("simple", SigmaMethod.Simple), ("realized", SigmaMethod.Realized), ("ewma", SigmaMethod.Ewma), ("parkinson", SigmaMethod.Parkinson),
        ("tsrv", SigmaMethod.TwoScale), ("garch", SigmaMethod.Garch), ("garch_studentt", SigmaMethod.GarchStudentT),
    ];

    public static readonly (string Name, QuoteModelKind Value)[] Models =
        [("avellaneda_stoikov", QuoteModelKind.AvellanedaStoikov), ("glft", QuoteModelKind.Glft), ("glft_exact", QuoteModelKind.GlftExact)];

    public static readonly (string Name, GammaUnits Value)[] GammaUnits =
        [("per_usd", Core.Settings.GammaUnits.PerUsd), ("per_lot", Core.Settings.GammaUnits.PerLot)];

    public static readonly (string Name, GammaMode Value)[] GammaModes =
        [("constant", GammaMode.Constant), ("max_shift", GammaMode.MaxShift), ("inventory_scaled", GammaMode.InventoryScaled)];

    public static readonly (string Name, GlftTerms Value)[] GlftTerms =
        [("model_a", Core.Settings.GlftTerms.ModelA), ("model_b", Core.Settings.GlftTerms.ModelB)];

    public static readonly (string Name, HorizonMode Value)[] HorizonModes = [("rolling", HorizonMode.Rolling), ("session", HorizonMode.Session)];

    public static readonly (string Name, FairPriceKind Value)[] FairPrices = [("mid", FairPriceKind.Mid), ("microprice", FairPriceKind.Microprice)];

    public static readonly (string Name, SpreadBasis Value)[] SpreadBases = [("full", SpreadBasis.Full), ("half", SpreadBasis.Half)];

    public static readonly (string Name, BboPolicy Value)[] BboPolicies = [("none", BboPolicy.None), ("no_improve", BboPolicy.NoImprove)];

    public static readonly (string Name, GridSpacing Value)[] GridSpacings = [("log", GridSpacing.Log), ("linear", GridSpacing.Linear)];

    public static readonly (string Name, IntensityRegression Value)[] Regressions =
        [("wls", IntensityRegression.Weighted), ("ols", IntensityRegression.Ordinary)];

    public static readonly (string Name, IntensitySide Value)[] Sides =
        [("both", IntensitySide.Both), ("ask", IntensitySide.Ask), ("bid", IntensitySide.Bid)];

    /// <summary>The setting that a key's choice is.</summary>
    public static T Of<T>(this ConfigurationValues values, string key, (string Name, T Value)[] names)
    {
        string choice = values.Choice(key);
        foreach ((string name, T value) in names)
        {
            if (name == choice)
                return value;
        }
        throw new InvalidOperationException($"\"{key}\" has the choice \"{choice}\", which is no setting.");
    }
}
