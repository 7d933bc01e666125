using LowLatencyMM.Feed;

namespace LowLatencyMM.Host;

/// <summary>What a failed call to the exchange is for the user: a message that names the exchange, and the exit code.</summary>
internal static class ExchangeErrors
{
    /// <summary>The user's error.</summary>
    public static UserErrorException Explain(ExtendedException error, ExtendedEnvironment exchange)
    {
        // What this side found wrong with a request never reached the exchange.
        bool isUsersMistake = error is { Kind: ExtendedErrorKind.InvalidRequest, HttpStatus: 0 };
        int exitCode = isUsersMistake ? ExitCode.Usage : error.Kind == ExtendedErrorKind.Timeout ? ExitCode.Timeout : ExitCode.Exchange;
        return new UserErrorException(exitCode, isUsersMistake ? error.Message : $"{exchange.RestBase}: {error.Message}", error);
    }
}
