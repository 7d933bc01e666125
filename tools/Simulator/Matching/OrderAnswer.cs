namespace LowLatencyMM.Simulator.Matching;

/// <summary>Answer to an order request: accepted with an id, or refused.</summary>
/// <param name="Id">The order's id, 0 when refused.</param>
/// <param name="ExternalId">The external id of the request.</param>
/// <param name="Error">The refusal, or null.</param>
internal readonly record struct OrderAnswer(long Id, string ExternalId, RequestError? Error)
{
    internal static OrderAnswer Refused(RequestError error) => new(0, "", error);
}
