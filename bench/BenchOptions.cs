using System.CommandLine;

namespace LowLatencyMM.Bench;

/// <summary>Options that the verbs share.</summary>
internal static class BenchOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print exactly one JSON object on standard output." };

    public static Option<int> Count(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{description} ({least} to {most})", DefaultValueFactory = _ => usual, HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any())
                return;
            int value = result.GetValueOrDefault<int>();
            if (value < least || value > most)
                result.AddError(FormattableString.Invariant($"{name} is {value}, expected {least} to {most}."));
        });
        return option;
    }
}
