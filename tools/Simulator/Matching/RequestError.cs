namespace LowLatencyMM.Simulator.Matching;

/// <summary>A refusal of a request.</summary>
/// <param name="HttpStatus">HTTP status (which one goes with which code is undocumented; 422 is used for well-formed requests).</param>
/// <param name="Code">The exchange's error code.</param>
/// <param name="Message">What is wrong, with the value found.</param>
internal sealed record RequestError(int HttpStatus, int Code, string Message)
{
    internal static RequestError Malformed(string message) => new(400, 1133, message);

    internal static RequestError Refused(int code, string message) => new(422, code, message);
}
