using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Fitting;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Estimates;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>estimate</c>: what every estimator makes of recorded data, side by side. Offline.</summary>
internal static class EstimateVerb
{
    public static Command Create()
    {
        var data = new PastData();
        Option<string?> config = new("--config") { Description = "Take window, grid and clocks from this file.", HelpName = "FILE" };
        Option<double> notional = Options.Number("--notional", "Notional of a virtual order, for the queue; 100.", "USD", 0.01, 1e9);
        Option<bool> json = Options.Json();
        var command = new Command("estimate", "Show what every estimator makes of recorded market data: κ, A, σ and the spread.") { config, notional, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            (string? market, QuotingSettings quoting) = Settings(parsed.GetValue(config), parsed.GetValue(data.Market));
            double usd = parsed.GetResult(notional) is null ? 100 : parsed.GetValue(notional);
            MarketHistory history = data.Open(parsed, market);
            EstimateReport report = JournalErrors.Translate(() => EstimateRun.Over(history, new EstimateOptions(quoting, usd)));
            if (parsed.GetValue(json))
                JsonOutput.Write(writer => WriteJson(writer, report));
            else
                Print(Console.Out, report, quoting);
            return ExitCode.Ok;
        });
        return command;
    }

    private static (string? Market, QuotingSettings Quoting) Settings(string? config, string? market)
    {
        if (config is null)
            return (null, new QuotingSettings { NotionalMicro = 1 });
        ExtendedEnvironment exchange = ExtendedEnvironment.Testnet;
        RunConfiguration run = ConfigurationFile.Open(config).Read(exchange.RestBase, exchange.StreamBase, exchange.Domain!.ChainId);
        MarketConfiguration chosen = market is null ? run.Markets[0] : run.Markets.FirstOrDefault(each => each.Market == market)
            ?? throw new UserErrorException(ExitCode.Configuration, $"{config} makes no market {market}; it makes {string.Join(", ", run.Markets.Select(each => each.Market))}.");
        return (chosen.Market, chosen.Quoting);
    }

    /// <summary>Prints the report as text.</summary>
    internal static void Print(TextWriter output, EstimateReport report, QuotingSettings quoting)
    {
        output.WriteLine(Text($"{report.Market} from {report.Source}"));
        output.WriteLine(Text(
            $"data      {report.Seconds / 60:0.0} min, {report.WatchedSeconds / 60:0.0} watched, {report.Gaps} gaps; {report.Mids} books, {report.Trades} trades, {report.OtherTrades} others left out, {report.Skipped} rows skipped"));
        output.WriteLine(Text($"mid       {report.Mid:0.########} at the end; tick {report.TickSize}"));
        output.WriteLine(Text(
            $"spread    mean {report.SpreadTicks.Mean:0.00}, median {report.SpreadTicks.Median:0}, 95 % {report.SpreadTicks.High:0} ticks; mean {1e4 * report.SpreadTicks.Mean * report.TickSize / report.Mid:0.000} bps"));
        output.WriteLine(Text($"trades    {report.Trades / report.WatchedSeconds:0.00}/s, {report.MeanDepthTicks * report.TickSize:0.####} from the mid on average"));
        output.WriteLine(Text($"windows   {report.Windows} of {quoting.IntensitySampleNs / 1e9:0.##} s; grid {string.Join(' ', report.Ticks)} ticks"));
        output.WriteLine();
        output.WriteLine("κ and A                          κ per USD            95 %        A /s            95 %     R²  decay bps  quality");
        foreach (NamedFit fit in report.Fits)
            output.WriteLine(Row(fit, report));
        output.WriteLine();
        output.WriteLine("distance   virtual_quoting: ask  bid   exposure s    λ /s   depth_intensity: ask  bid   exposure s    λ /s");
        EstimateLevel[] plain = [.. report.Levels.Where(level => level.Method == "virtual_quoting")];
        EstimateLevel[] queued = [.. report.Levels.Where(level => level.Method == "depth_intensity")];
        for (int i = 0; i < plain.Length; i++)
            output.WriteLine(Text($"{plain[i].Ticks,8}  {Cells(plain[i])}  {Cells(queued[i])}"));
        output.WriteLine();
        output.WriteLine("σ                    % a day");
        foreach ((string method, double sigma) in report.Sigmas)
            output.WriteLine(Text($"  {method,-16} {Percent(sigma),8}"));
        if (!double.IsNaN(report.Noise))
            output.WriteLine(Text($"  noise of a mid (tsrv): {1e4 * report.Noise:0.000} bps"));
        PrintGarch(output, "garch", report.Garch.Normal);
        PrintGarch(output, "garch_studentt", report.Garch.StudentT);
    }

    private static string Cells(EstimateLevel level) =>
        Text($"{level.AskFills,21} {level.BidFills,4} {level.ExposureSeconds,12:0.0} {level.Intensity,7:0.0000}");

    private static string Row(NamedFit named, EstimateReport report)
    {
        IntensityFit fit = named.Fit;
        if (named.Quality == IntensityQuality.None)
            return Text($"  {named.Method,-16} {named.Variant,-10}  no fit ({fit.Levels} levels)");
        (double low, double high) = fit.KappaInterval;
        (double aLow, double aHigh) = fit.AInterval;
        string kappas = Text($"{fit.KappaPerTick / report.TickSize,12:0.####} {low / report.TickSize,9:0.####}–{high / report.TickSize,-9:0.####}");
        string rSquared = double.IsNaN(fit.RSquared) ? "     " : Text($"{fit.RSquared:0.000}");
        return Text(
            $"  {named.Method,-16} {named.Variant,-10} {kappas} {fit.A,7:0.0000} {aLow,7:0.0000}–{aHigh,-7:0.0000} {rSquared} {fit.DecayBps(report.Mid2),10:0.000}  {named.Quality}");
    }

    private static string Percent(double sigma) => double.IsNaN(sigma) ? "too few" : Text($"{100 * sigma * Math.Sqrt(86_400):0.000}");

    private static void PrintGarch(TextWriter output, string name, GarchFit? fit)
    {
        if (fit is not { } found)
            return;
        GarchParameters parameters = found.Parameters;
        string nu = parameters.Nu > 0 ? Text($", ν {parameters.Nu:0.0}") : "";
        output.WriteLine(Text($"  {name}: α {parameters.Alpha:0.0000}, β {parameters.Beta:0.0000}, ω {parameters.Omega:0.00e+00}{nu}, −ln L {found.NegativeLogLikelihood:0.00}"));
    }

    private static void WriteJson(Utf8JsonWriter writer, EstimateReport report)
    {
        writer.WriteString("source", report.Source);
        writer.WriteString("market", report.Market);
        Number("tickSize", report.TickSize);
        Number("mid", report.Mid);
        Number("seconds", report.Seconds);
        Number("watchedSeconds", report.WatchedSeconds);
        writer.WriteNumber("gaps", report.Gaps);
        writer.WriteNumber("books", report.Mids);
        writer.WriteNumber("trades", report.Trades);
        writer.WriteNumber("otherTrades", report.OtherTrades);
        writer.WriteNumber("skippedRows", report.Skipped);
        writer.WriteNumber("windows", report.Windows);
        Number("meanDepth", report.MeanDepthTicks * report.TickSize);
        writer.WriteStartObject("spreadTicks");
        Number("mean", report.SpreadTicks.Mean);
        Number("median", report.SpreadTicks.Median);
        Number("p95", report.SpreadTicks.High);
        writer.WriteEndObject();
        writer.WriteStartArray("gridTicks");
        foreach (long ticks in report.Ticks)
            writer.WriteNumberValue(ticks);
        writer.WriteEndArray();
        writer.WriteStartArray("intensity");
        foreach (NamedFit fit in report.Fits)
            WriteFit(fit);
        writer.WriteEndArray();
        writer.WriteStartArray("levels");
        foreach (EstimateLevel level in report.Levels)
            WriteLevel(level);
        writer.WriteEndArray();
        writer.WriteStartObject("sigmaPerSqrtSecond");
        foreach ((string method, double sigma) in report.Sigmas)
            Number(method, sigma);
        writer.WriteEndObject();
        Number("noisePerMid", report.Noise);
        WriteGarch("garch", report.Garch.Normal);
        WriteGarch("garchStudentT", report.Garch.StudentT);

        void Number(string name, double value)
        {
            if (double.IsFinite(value))
                writer.WriteNumber(name, value);
            else
                writer.WriteNull(name);
        }

        void WriteFit(NamedFit named)
        {
            IntensityFit fit = named.Fit;
            writer.WriteStartObject();
            writer.WriteString("method", named.Method);
            writer.WriteString("regression", ModelNames.Regressions.First(name => name.Value == named.Regression).Name);
            writer.WriteString("side", ModelNames.Sides.First(name => name.Value == named.Side).Name);
            writer.WriteNumber("levels", fit.Levels);
            Number("kappaPerUsd", fit.KappaPerTick / report.TickSize);
            Number("kappaLow", fit.KappaInterval.Low / report.TickSize);
            Number("kappaHigh", fit.KappaInterval.High / report.TickSize);
            Number("aPerSecond", fit.A);
            Number("aLow", fit.AInterval.Low);
            Number("aHigh", fit.AInterval.High);
            Number("rSquared", fit.RSquared);
            // For ordinary least squares, the textbook's interval beside that of nested counts, to see how much too narrow it is.
            Number("kappaClassicalHalfWidth", named.Regression == IntensityRegression.Ordinary && fit.Levels > 2
                ? Quantiles.StudentT95(fit.Levels - 2) * fit.ResidualErrorPerTick / report.TickSize
                : double.NaN);
            Number("decayBps", fit.DecayBps(report.Mid2));
            writer.WriteString("quality", named.Quality.ToString().ToLowerInvariant());
            writer.WriteEndObject();
        }

        void WriteLevel(EstimateLevel level)
        {
            writer.WriteStartObject();
            writer.WriteString("method", level.Method);
            writer.WriteNumber("ticks", level.Ticks);
            writer.WriteNumber("askFills", level.AskFills);
            writer.WriteNumber("bidFills", level.BidFills);
            Number("exposureSeconds", level.ExposureSeconds);
            Number("perSecond", level.Intensity);
            writer.WriteEndObject();
        }

        void WriteGarch(string name, GarchFit? fit)
        {
            if (fit is not { } found)
            {
                writer.WriteNull(name);
                return;
            }
            writer.WriteStartObject(name);
            Number("mean", found.Parameters.Mean);
            Number("omega", found.Parameters.Omega);
            Number("alpha", found.Parameters.Alpha);
            Number("beta", found.Parameters.Beta);
            Number("nu", found.Parameters.Nu);
            Number("negativeLogLikelihood", found.NegativeLogLikelihood);
            writer.WriteEndObject();
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
