using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Estimates;

namespace LowLatencyMM.Host.Verbs;

/// <summary>
/// <c>spreads</c>: the reservation price and both spreads over a grid of γ, by the given configuration on recorded data. Offline. What the
/// configuration or the data do not say is asked for, never assumed.
/// </summary>
internal static class SpreadsVerb
{
    public static Command Create()
    {
        var data = new PastData();
        Option<string> config = Options.Config();
        Option<double> inventory = Options.Number(
            "--inventory", "Signed position, base units; manual_inventory of the file if it is left out.", "BASE", -1e9, 1e9);
        Option<double> fee = Options.Number("--maker-fee", "Maker fee as a fraction; a journal knows its own.", "FRACTION", -0.01, 0.01);
        Option<bool> json = Options.Json();
        var command = new Command("spreads", "Show reservation price and spreads over a grid of γ, from a configuration and recorded data.")
        {
            config, inventory, fee, json,
        };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(config);
            ConfigurationFile file = ConfigurationFile.Open(path);
            foreach (string warning in file.Warnings)
                Console.Error.WriteLine($"llmm: {warning}");
            string? wanted = parsed.GetValue(data.Market) ?? file.Top.OptionalText("market");
            MarketConfiguration market = Market(file, wanted, path);
            double position = parsed.GetResult(inventory) is not null ? parsed.GetValue(inventory) : ManualInventory(file, path);
            MarketHistory history = data.Open(parsed, market.Market);
            double makerFee = parsed.GetResult(fee) is not null ? parsed.GetValue(fee)
                : history.MakerFee ?? throw new UserErrorException(ExitCode.Usage, $"{history.Source} does not tell the maker fee: give --maker-fee.");
            QuotingSettings quoting = market.Quoting with
            {
                GammaMode = GammaMode.Constant,
                HorizonMode = HorizonMode.Rolling,
                HorizonSeconds = file.Top.Number("time_horizon_seconds"),
                SigmaSampleNs = file.Top.Nanoseconds("sample_interval_seconds"),
            };
            EstimateReport report = JournalErrors.Translate(() => EstimateRun.Over(history, new EstimateOptions(quoting, quoting.NotionalMicro / 1e6)));
            var calculator = new SpreadTable(report, history, market with { Quoting = quoting }, makerFee, position);
            SpreadRow[] rows = [.. file.Top.Numbers("gamma_grid").Select(calculator.At)];
            if (parsed.GetValue(json))
                JsonOutput.Write(writer => WriteJson(writer, calculator, rows));
            else
                Print(calculator, rows);
            return ExitCode.Ok;
        });
        return command;
    }

    private static MarketConfiguration Market(ConfigurationFile file, string? wanted, string path)
    {
        ExtendedEnvironment exchange = ExtendedEnvironment.Testnet;
        RunConfiguration run = file.Read(exchange.RestBase, exchange.StreamBase, exchange.Domain!.ChainId);
        if (wanted is null)
            return run.Markets[0];
        return run.Markets.FirstOrDefault(each => each.Market == wanted) ?? throw new UserErrorException(
            ExitCode.Configuration, $"{path} makes no market {wanted}; it makes {string.Join(", ", run.Markets.Select(each => each.Market))}.");
    }

    private static double ManualInventory(ConfigurationFile file, string path)
    {
        if (file.Top.Flag("fetch_inventory_from_api"))
        {
            throw new UserErrorException(
                ExitCode.Usage, $"spreads asks no exchange: give --inventory, or set fetch_inventory_from_api to false and manual_inventory in {path}.");
        }
        return file.Top.Number("manual_inventory");
    }

    private static void Print(SpreadTable table, SpreadRow[] rows)
    {
        TextWriter output = Console.Out;
        output.WriteLine(Text($"{table.Market} at {table.FairPrice:0.########}, position {table.Position:0.########}, one order {table.Lot:0.########}"));
        output.WriteLine(Text($"κ {table.Intensity.Kappa:0.####} per USD, A {table.Intensity.A:0.0000}/s: {table.IntensityOrigin}"));
        output.WriteLine(Text($"σ {100 * table.Sigma * Math.Sqrt(86_400):0.000} % a day: {table.SigmaOrigin}"));
        output.WriteLine();
        output.WriteLine("          γ    reservation   shift bps          bid          ask   bid dist.   ask dist.   spread bps  clamps");
        foreach (SpreadRow row in rows)
        {
            output.WriteLine(row.IsQuoted
                ? Text($"{row.Gamma,11:0.######} {row.Reservation,14:0.######} {row.ShiftBps,11:0.####} {row.Bid,12:0.######} {row.Ask,12:0.######} {row.BidDistance,11:0.####} {row.AskDistance,11:0.####} {row.SpreadBps,12:0.###}  {(row.Clamps == QuoteClamps.None ? "" : row.Clamps.ToString())}")
                : Text($"{row.Gamma,11:0.######}  no quote: the model's result is not finite, or it needs an intensity"));
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, SpreadTable table, SpreadRow[] rows)
    {
        writer.WriteString("market", table.Market);
        writer.WriteNumber("fairPrice", table.FairPrice);
        writer.WriteNumber("positionBase", table.Position);
        writer.WriteNumber("lotBase", table.Lot);
        writer.WriteNumber("kappaPerUsd", table.Intensity.Kappa);
        writer.WriteNumber("aPerSecond", table.Intensity.A);
        writer.WriteString("intensityOrigin", table.IntensityOrigin);
        writer.WriteNumber("sigmaPerSqrtSecond", table.Sigma);
        writer.WriteString("sigmaOrigin", table.SigmaOrigin);
        writer.WriteStartArray("gammas");
        foreach (SpreadRow row in rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("gammaPerUsd", row.Gamma);
            writer.WriteBoolean("isQuoted", row.IsQuoted);
            if (row.IsQuoted)
            {
                writer.WriteNumber("reservation", row.Reservation);
                writer.WriteNumber("shiftBps", row.ShiftBps);
                writer.WriteNumber("bid", row.Bid);
                writer.WriteNumber("ask", row.Ask);
                writer.WriteNumber("bidDistance", row.BidDistance);
                writer.WriteNumber("askDistance", row.AskDistance);
                writer.WriteNumber("spreadBps", row.SpreadBps);
                writer.WriteString("clamps", row.Clamps.ToString());
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
