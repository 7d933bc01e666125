namespace LowLatencyMM.Host.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Found">What was found. Holds no secret.</param>
/// <param name="Advice">What to do, unless all is well.</param>
public sealed record CheckResult(string Name, CheckStatus Status, string Found, string? Advice = null)
{
    /// <summary>All is well.</summary>
    public static CheckResult Ok(string name, string found) => new(name, CheckStatus.Ok, found);

    /// <summary>It works, but not as it should.</summary>
    public static CheckResult Warn(string name, string found, string advice) => new(name, CheckStatus.Warn, found, advice);

    /// <summary>The engine could not run like this.</summary>
    public static CheckResult Fail(string name, string found, string advice) => new(name, CheckStatus.Fail, found, advice);
}
