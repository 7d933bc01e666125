using System.CommandLine;

namespace LowLatencyMM.Host.Verbs;

/// <summary>Options that several verbs share.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Print exactly one JSON object on standard output." };

    public static Option<string?> Data() =>
        new("--data") { Description = "A recording (JSON lines, plain or .gz) to play instead of the bundled minute.", HelpName = "FILE" };

    public static Option<string> Market() =>
        new("--market") { Description = "The recording's market to simulate.", DefaultValueFactory = _ => "BTC-USD", HelpName = "NAME" };

    public static Option<string> Tick() =>
        new("--tick") { Description = "Price grid of the recording.", DefaultValueFactory = _ => "0.1", HelpName = "DECIMAL" };

    public static Option<string> Step() =>
        new("--step") { Description = "Size grid of the recording.", DefaultValueFactory = _ => "0.001", HelpName = "DECIMAL" };

    public static Option<double> Speed() =>
        AtLeast(new Option<double>("--speed") { Description = "How fast the exchange's time runs.", DefaultValueFactory = _ => 1, HelpName = "FACTOR" }, 0.01, 1_000);

    public static Option<int> Seed() =>
        new("--seed") { Description = "Seed of the simulator's chance.", DefaultValueFactory = _ => 1, HelpName = "NUMBER" };

    public static Option<double> AtLeast(Option<double> option, double least, double most)
    {
        option.Validators.Add(result =>
        {
            if (result.Errors.Any())
                return;
            double value = result.GetValueOrDefault<double>();
            if (!(value >= least && value <= most))
                result.AddError(FormattableString.Invariant($"{option.Name} is {value}, expected {least} to {most}."));
        });
        return option;
    }
}
