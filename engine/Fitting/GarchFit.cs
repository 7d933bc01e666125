namespace LowLatencyMM.Fitting;

/// <summary>A maximum of the likelihood.</summary>
/// <param name="Parameters">Where it is.</param>
/// <param name="NegativeLogLikelihood">Its value, in the units of the returns.</param>
/// <param name="NextVariance">Variance of the return after the last one.</param>
public readonly record struct GarchFit(GarchParameters Parameters, double NegativeLogLikelihood, double NextVariance);
