namespace LowLatencyMM.Signing.Vectors;

/// <summary>An entry that is malformed or whose answer differs; the message tells field, value and expectation.</summary>
internal sealed class VectorException(string message) : Exception(message);
