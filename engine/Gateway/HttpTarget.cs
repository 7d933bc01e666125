namespace LowLatencyMM.Gateway;

/// <summary>Where order requests go and how they introduce themselves: what the head of every request says besides the API key.</summary>
public sealed record HttpTarget
{
    /// <summary>Value of the Host header: a name, and a port where it is not the scheme's own.</summary>
    public required string Host { get; init; }

    /// <summary>Path of the API, e.g. <c>/api/v1</c>; empty or beginning with a slash, without one at the end.</summary>
    public required string BasePath { get; init; }

    /// <summary>Value of the User-Agent header, which the exchange demands.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Refuses what would break the head of a request.</summary>
    /// <exception cref="ArgumentException">A value is empty where it must not be, or holds other characters than it may.</exception>
    public void Validate()
    {
        if (Host.Length == 0 || !IsPrintable(Host) || Host.Contains(' ') || Host.Contains('/'))
            throw new ArgumentException($"Host \"{Host}\": expected a host name with an optional port.");
        if (!IsPrintable(BasePath) || BasePath.Contains(' ') || BasePath.Length > 0 && (BasePath[0] != '/' || BasePath[^1] == '/'))
            throw new ArgumentException($"Base path \"{BasePath}\": expected a path like /api/v1, or nothing.");
        if (UserAgent.Length == 0 || !IsPrintable(UserAgent))
            throw new ArgumentException($"User agent \"{UserAgent}\": expected printable ASCII text.");
    }

    private static bool IsPrintable(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;
}
