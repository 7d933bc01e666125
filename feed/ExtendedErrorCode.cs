namespace LowLatencyMM.Feed;

/// <summary>An application code of the exchange.</summary>
/// <param name="Code">The number.</param>
/// <param name="Name">The exchange's name of it.</param>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Advice">What to do, in one sentence.</param>
public sealed record ExtendedErrorCode(int Code, string Name, ExtendedErrorKind Kind, string Advice);
