namespace LowLatencyMM.Simulator.Wire;

/// <summary>A request on a v2 connection.</summary>
/// <param name="Id">Its id as JSON text; null when it has none.</param>
/// <param name="Method">What it wants done.</param>
/// <param name="Topic">What it is about, if it names a topic.</param>
/// <param name="Name">Name of the topic.</param>
/// <param name="Error">What is wrong with it, or null.</param>
/// <param name="Code">Code of the error, as JSON-RPC has them.</param>
internal sealed record RpcRequest(string? Id, string Method, StreamTopic Topic, string? Name, string? Error = null, int Code = 0);
