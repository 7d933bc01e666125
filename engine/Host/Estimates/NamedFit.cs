using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Host.Estimates;

/// <summary>One fit.</summary>
/// <param name="Method">The method's name in the configuration.</param>
/// <param name="Variant">Weights and side, in words.</param>
/// <param name="Regression">Weights of the levels.</param>
/// <param name="Side">Whose fills.</param>
/// <param name="Fit">The fit.</param>
/// <param name="Quality">Whether it would be used.</param>
public sealed record NamedFit(
    string Method, string Variant, IntensityRegression Regression, IntensitySide Side, IntensityFit Fit, IntensityQuality Quality);
