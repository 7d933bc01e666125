using System.CommandLine;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Feed;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>config</c>: what <c>config.json</c> may hold, whether a file is right, and what holds in the end.</summary>
internal static class ConfigVerb
{
    // Only whether they are there is ever shown.
    private static readonly string[] SecretVariables = ["API_KEY", "EXTENDED_API_KEY", "STARK_PRIVATE", "STARK_PUBLIC", "VAULT_NUMBER"];
    private static readonly string[] PlainVariables = ["EXTENDED_ENV", "LOG_LEVEL", "RUST_LOG"];

    public static Command Create() => new("config", "Check, explain and show the configuration.") { Check(), Explain(), Show() };

    private static Command Check()
    {
        Option<string> config = Options.Config();
        Option<bool> json = Options.Json();
        var command = new Command("check", "Check a configuration file as run would, and connect to nothing.") { config, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(config);
            (ConfigurationFile file, RunConfiguration configuration) = Open(path);
            string[] markets = [.. configuration.Markets.Select(market => market.Market)];
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteString("file", path);
                    writer.WriteBoolean("valid", true);
                    JsonOutput.WriteTexts(writer, "markets", markets);
                    JsonOutput.WriteTexts(writer, "warnings", file.Warnings);
                });
            }
            else
            {
                Console.Out.WriteLine($"{path} is valid; it makes {string.Join(", ", markets)}.");
            }
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Explain()
    {
        var key = new Argument<string?>("KEY") { Description = "A key; all of them if left out.", Arity = ArgumentArity.ZeroOrOne };
        var markdown = new Option<bool>("--markdown") { Description = "Print all keys as the table of engine/Host/Configuration/README.md." };
        Option<bool> json = Options.Json();
        var command = new Command("explain", "Tell what a key means, its default, its range, and what it becomes.") { key, markdown, json };
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(key);
            IReadOnlyList<ConfigurationKey> keys = name is null ? ConfigurationTable.All : [Find(name)];
            if (parsed.GetValue(json))
                JsonOutput.Write(writer => WriteKeys(writer, keys));
            else if (parsed.GetValue(markdown))
                Console.Out.Write(Markdown());
            else if (name is null)
                PrintKeys(keys);
            else
                PrintKey(keys[0]);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Show()
    {
        Option<string> config = Options.Config();
        Option<bool> json = Options.Json();
        var command = new Command("show", "Show every value that holds, and where it comes from; secrets only as set or missing.") { config, json };
        command.SetAction(parsed =>
        {
            (ConfigurationFile file, RunConfiguration configuration) = Open(parsed.GetRequiredValue(config));
            (string Market, ConfigurationKey Key, string? Value, ConfigurationSource Source)[] values = [.. Values(file, configuration)];
            if (parsed.GetValue(json))
                JsonOutput.Write(writer => WriteValues(writer, values));
            else
                PrintValues(values);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>All keys as Markdown tables.</summary>
    internal static string Markdown()
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, ConfigurationKey> group in ConfigurationTable.All.GroupBy(key => key.Group))
        {
            text.Append($"### {group.Key}\n\n| key | default | values | meaning |\n|---|---|---|---|\n");
            foreach (ConfigurationKey key in group)
                text.Append($"| `{key.Name}` | {key.DefaultText} | {Values(key)} | {key.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";

        static string Values(ConfigurationKey key) => key.Unit.Length > 0 ? $"{key.Expected}, {key.Unit}" : key.Expected;
    }

    private static (ConfigurationFile File, RunConfiguration Configuration) Open(string path)
    {
        ConfigurationFile file = ConfigurationFile.Open(path);
        foreach (string warning in file.Warnings)
            Console.Error.WriteLine($"llmm: {warning}");
        ExtendedEnvironment exchange = ExtendedEnvironment.Testnet;
        return (file, file.Read(exchange.RestBase, exchange.StreamBase, exchange.Domain!.ChainId));
    }

    private static ConfigurationKey Find(string name) => ConfigurationTable.Find(name) ?? throw new UserErrorException(
        ExitCode.Usage, $"There is no key \"{name}\"; the nearest is \"{ConfigurationTable.Nearest(name)}\".");

    private static void PrintKey(ConfigurationKey key)
    {
        Console.Out.WriteLine($"{key.Name}: {key.Meaning}");
        Console.Out.WriteLine($"  values    {key.Expected}");
        if (key.Unit.Length > 0)
            Console.Out.WriteLine($"  unit      {key.Unit}");
        Console.Out.WriteLine($"  default   {key.DefaultText}");
        foreach ((string alias, string choice) in key.Aliases)
            Console.Out.WriteLine($"  also      {alias} for {choice}");
        Console.Out.WriteLine($"  markets   {(key.PerMarket ? $"each may have its own, in {ConfigurationTable.MarketsKey}" : "one value for all")}");
        Console.Out.WriteLine($"  changes   {(key.Reloadable ? "taken over while running" : "read at the start")}");
        if (key.Setting is { } setting)
            Console.Out.WriteLine($"  becomes   {setting}");
    }

    private static void PrintKeys(IReadOnlyList<ConfigurationKey> keys)
    {
        var table = new TextTable("key", "default", "values", "unit", "meaning");
        foreach (ConfigurationKey key in keys)
            table.Add(key.Name, key.DefaultText, key.Expected, key.Unit, key.Meaning);
        table.Print();
    }

    private static void WriteKeys(Utf8JsonWriter writer, IReadOnlyList<ConfigurationKey> keys)
    {
        writer.WriteStartArray("keys");
        foreach (ConfigurationKey key in keys)
        {
            writer.WriteStartObject();
            writer.WriteString("key", key.Name);
            writer.WriteString("group", key.Group);
            writer.WriteString("meaning", key.Meaning);
            writer.WriteString("default", key.DefaultTimesNotional > 0 ? key.DefaultText : key.Default);
            writer.WriteBoolean("required", key.Required);
            writer.WriteString("expected", key.Expected);
            writer.WriteString("unit", key.Unit);
            JsonOutput.WriteTexts(writer, "choices", key.Choices);
            writer.WriteBoolean("perMarket", key.PerMarket);
            writer.WriteBoolean("reloadable", key.Reloadable);
            writer.WriteString("setting", key.Setting);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>The values for all, with an empty market, then each market's.</summary>
    private static IEnumerable<(string Market, ConfigurationKey Key, string? Value, ConfigurationSource Source)> Values(
        ConfigurationFile file, RunConfiguration configuration)
    {
        foreach (ConfigurationKey key in ConfigurationTable.All.Where(key => !key.PerMarket))
        {
            (string? text, ConfigurationSource source) = file.Top.Origin(key);
            yield return ("", key, text, source);
        }
        foreach (MarketConfiguration market in configuration.Markets)
        {
            ConfigurationValues values = file.Of(market.Market);
            foreach (ConfigurationKey key in ConfigurationTable.All.Where(key => key.PerMarket))
            {
                (string? text, ConfigurationSource source) = values.Origin(key);
                yield return (market.Market, key, text, source);
            }
        }
    }

    private static void PrintValues(IReadOnlyList<(string Market, ConfigurationKey Key, string? Value, ConfigurationSource Source)> values)
    {
        var table = new TextTable("market", "key", "value", "unit", "from");
        foreach ((string market, ConfigurationKey key, string? value, ConfigurationSource source) in values)
            table.Add(market.Length == 0 ? "all" : market, key.Name, value, key.Unit, Lower(source));
        table.Print();
        var variables = new TextTable("variable", "value");
        foreach (string name in PlainVariables)
            variables.Add(name, EnvironmentVariables.Lookup(name));
        foreach (string name in SecretVariables)
            variables.Add(name, State(name));
        variables.Print();
    }

    private static void WriteValues(Utf8JsonWriter writer, IReadOnlyList<(string Market, ConfigurationKey Key, string? Value, ConfigurationSource Source)> values)
    {
        writer.WriteStartArray("values");
        foreach ((string market, ConfigurationKey key, string? value, ConfigurationSource source) in values)
        {
            writer.WriteStartObject();
            writer.WriteString("market", market.Length == 0 ? null : market);
            writer.WriteString("key", key.Name);
            writer.WriteString("value", value);
            writer.WriteString("unit", key.Unit);
            writer.WriteString("from", Lower(source));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartObject("environment");
        foreach (string name in PlainVariables)
            writer.WriteString(name, EnvironmentVariables.Lookup(name));
        foreach (string name in SecretVariables)
            writer.WriteString(name, State(name));
        writer.WriteEndObject();
    }

    private static string State(string variable) => string.IsNullOrEmpty(EnvironmentVariables.Lookup(variable)) ? "missing" : "set";

    private static string Lower(ConfigurationSource source) => source.ToString().ToLowerInvariant();
}
