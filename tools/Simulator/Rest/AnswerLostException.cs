namespace LowLatencyMM.Simulator.Rest;

/// <summary>The answer is lost on purpose: the connection breaks instead.</summary>
internal sealed class AnswerLostException : Exception;
