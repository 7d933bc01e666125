using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>A request that cannot be carried out; its error is the answer.</summary>
internal sealed class RefusedException(RequestError error) : Exception(error.Message)
{
    public RequestError Error => error;
}
