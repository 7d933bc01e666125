using System.CommandLine;
using System.Text.Json;
using LowLatencyMM.Feed;
using LowLatencyMM.Host.Collect;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>collect</c>: trades, best bid and ask and depth of public streams to CSV files, until Ctrl-C or SIGTERM. Needs no key.</summary>
internal static class CollectVerb
{
    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = "The configuration file; config.json if there is one.", HelpName = "FILE" };
        var market = new Option<string[]>("--market") { Description = "A market to collect, instead of the configuration's; may be repeated.", HelpName = "NAME" };
        var folder = new Option<string?>("--data-directory") { Description = "Folder of the files, instead of the configuration's.", HelpName = "DIR" };
        var depth = new Option<bool>("--depth") { Description = "Write orderbook_depth.csv too." };
        var record = new Option<string?>("--record") { Description = "Write all frames as a recording that sim can play.", HelpName = "FILE.jsonl.gz" };
        Option<double> duration = Options.Number("--duration", "Seconds to collect; until Ctrl-C if left out.", "SECONDS", 1, 86_400 * 365);
        Option<bool> json = Options.Json();
        var command = new Command("collect", "Collect public market data into CSV files, until Ctrl-C; needs no key.")
        {
            config, market, folder, depth, record, duration, json,
        };
        command.Aliases.Add("collect_data");
        var exchange = new ExchangeOptions(command);
        command.SetAction(parsed =>
        {
            CollectOptions options = Read(parsed.GetValue(config), parsed.GetValue(market) ?? []) with
            {
                Exchange = exchange.Exchange(parsed),
                TrustedCertificate = exchange.Trust(parsed),
                RecordFile = parsed.GetValue(record),
            };
            options = options with
            {
                DataDirectory = parsed.GetValue(folder) ?? options.DataDirectory,
                Depth = options.Depth || parsed.GetValue(depth),
            };
            TimeSpan? limit = parsed.GetResult(duration) is null ? null : TimeSpan.FromSeconds(parsed.GetValue(duration));
            return RunAsync(options, limit, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>What the configuration says, without the exchange; no file means defaults.</summary>
    private static CollectOptions Read(string? path, string[] markets)
    {
        if (OptionalConfiguration.Open(path) is not { } file)
        {
            if (markets.Length == 0)
                throw new UserErrorException(ExitCode.Usage, "No market: name one with --market, or a configuration file with --config.");
            return new CollectOptions
            {
                Exchange = ExtendedEnvironment.Mainnet,
                Markets = Distinct(markets),
                DataDirectory = ConfigurationTable.Get("data_directory").Default!,
            };
        }
        ConfigurationValues values = file.Top;
        if (markets.Length == 0)
            markets = [.. values.Texts("markets")];
        if (markets.Length == 0)
            markets = [.. file.Markets()];
        if (markets.Length == 0)
            throw values.Missing("markets");
        return new CollectOptions
        {
            Exchange = ExtendedEnvironment.Mainnet,
            Markets = Distinct(markets),
            DataDirectory = values.Text("data_directory"),
            Trades = values.Flag("collect_trades"),
            OrderBook = values.Flag("collect_orderbook"),
            Depth = values.Flag("collect_full_orderbook"),
            DepthLevels = (int)values.Whole("max_depth_levels"),
        };
    }

    private static string[] Distinct(IEnumerable<string> markets) => [.. markets.Distinct()];

    private static async Task<int> RunAsync(CollectOptions options, TimeSpan? limit, bool json)
    {
        using var signals = new StopSignals();
        CollectSummary summary = await new Collection(options, Console.Error).RunAsync(limit, signals.Stop).ConfigureAwait(false);
        if (json)
            JsonOutput.Write(writer => Write(writer, summary));
        else
            Print(summary);
        return ExitCode.Ok;
    }

    private static void Print(CollectSummary summary)
    {
        var table = new TextTable("market", ">trades", ">best prices", ">depth", ">duplicates", ">late", ">refused", ">reconnects", "folder");
        foreach (MarketSummary market in summary.Markets)
        {
            table.Add(market.Market, Text(market.Trades), Text(market.Quotes), Text(market.Depth), Text(market.DuplicateTrades), Text(market.LateTrades),
                Text(market.RefusedFrames), Text(market.Reconnects), market.Folder);
        }
        table.Print();
        if (summary.RecordedFrames is { } frames)
            Console.Out.WriteLine($"{frames} frames recorded");

        static string Text(long count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Write(Utf8JsonWriter writer, CollectSummary summary)
    {
        writer.WriteNumber("durationSeconds", Math.Round(summary.Elapsed.TotalSeconds, 3));
        if (summary.RecordedFrames is { } frames)
            writer.WriteNumber("recordedFrames", frames);
        writer.WriteStartArray("markets");
        foreach (MarketSummary market in summary.Markets)
        {
            writer.WriteStartObject();
            writer.WriteString("market", market.Market);
            writer.WriteString("folder", market.Folder);
            writer.WriteNumber("trades", market.Trades);
            writer.WriteNumber("quotes", market.Quotes);
            writer.WriteNumber("depthRows", market.Depth);
            writer.WriteNumber("duplicateTrades", market.DuplicateTrades);
            writer.WriteNumber("lateTrades", market.LateTrades);
            writer.WriteNumber("replayedFrames", market.ReplayedFrames);
            writer.WriteNumber("refusedFrames", market.RefusedFrames);
            writer.WriteNumber("reconnects", market.Reconnects);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
