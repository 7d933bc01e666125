namespace LowLatencyMM.Core.Settings;

/// <summary>The names of <see cref="SigmaMethod"/> in the configuration, aliases included.</summary>
public static class SigmaMethods
{
    /// <summary>The names that stand in messages.</summary>
    public const string Names =
        "simple, realized, ewma, parkinson, tsrv, garch, garch_studentt (garch_t, studentt, python_garch, python)";

    /// <summary>The method that a name means, in whatever case. False if none does: an unknown name is an error, never a default.</summary>
    public static bool TryParse(string name, out SigmaMethod method)
    {
        SigmaMethod? found = name.Trim().ToLowerInvariant() switch
        {
            "simple" => SigmaMethod.Simple,
            "realized" => SigmaMethod.Realized,
            "ewma" => SigmaMethod.Ewma,
            "parkinson" => SigmaMethod.Parkinson,
            "tsrv" => SigmaMethod.TwoScale,
            "garch" => SigmaMethod.Garch,
            "garch_studentt" or "garch_t" or "studentt" or "python_garch" or "python" => SigmaMethod.GarchStudentT,
            _ => null,
        };
        method = found ?? default;
        return found is not null;
    }

    /// <summary>The method's name in the configuration.</summary>
    public static string NameOf(SigmaMethod method) => method switch
    {
        SigmaMethod.Simple => "simple",
        SigmaMethod.Realized => "realized",
        SigmaMethod.Ewma => "ewma",
        SigmaMethod.Parkinson => "parkinson",
        SigmaMethod.TwoScale => "tsrv",
        SigmaMethod.Garch => "garch",
        _ => "garch_studentt",
    };
}
