using System.CommandLine;
using System.Globalization;
using System.Numerics;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Verbs;

/// <summary>Options that several verbs share.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Print exactly one JSON object on standard output." };

    public static Option<string> Config() => new("--config")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "config.json",
    };

    public static Option<string?> Data() =>
        new("--data") { Description = "A recording (JSON lines, plain or .gz) to play instead of the bundled minute.", HelpName = "FILE" };

    public static Option<string> Market() =>
        new("--market") { Description = "The recording's market to simulate.", DefaultValueFactory = _ => "BTC-USD", HelpName = "NAME" };

    public static Option<string> Tick() =>
        new("--tick") { Description = "Price grid of the recording.", DefaultValueFactory = _ => "0.1", HelpName = "DECIMAL" };

    public static Option<string> Step() =>
        new("--step") { Description = "Size grid of the recording.", DefaultValueFactory = _ => "0.001", HelpName = "DECIMAL" };

    public static Option<double> Speed()
    {
        Option<double> speed = Number("--speed", "How fast the exchange's time runs.", "FACTOR", 0.01, 1_000);
        speed.DefaultValueFactory = _ => 1;
        return speed;
    }

    public static Option<int> Seed()
    {
        Option<int> seed = Whole("--seed", "Seed of the simulator's chance.", "NUMBER", int.MinValue, int.MaxValue);
        seed.DefaultValueFactory = _ => 1;
        return seed;
    }

    /// <summary>An option for a configuration key with a few values, with their default and meaning.</summary>
    public static Option<string> Choice(string key)
    {
        ConfigurationKey described = ConfigurationTable.Get(key);
        var option = new Option<string>($"--{key}") { Description = described.Meaning, DefaultValueFactory = _ => described.Default! };
        return option.AcceptOnlyFromAmong([.. described.Choices]);
    }

    /// <summary>An option whose value is a number within bounds; anything else is refused by name, value and what was expected.</summary>
    public static Option<double> Number(string name, string description, string help, double least, double most) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most)
                return value;
            result.AddError(FormattableString.Invariant($"{name} is '{text}', expected a number from {least} to {most}."));
            return default;
        },
    };

    /// <summary>An option whose value is a whole number within bounds.</summary>
    public static Option<T> Whole<T>(string name, string description, string help, T least, T most)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = help,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most)
                    return value;
                result.AddError(FormattableString.Invariant($"{name} is '{text}', expected a whole number from {least} to {most}."));
                return default;
            },
        };
}
