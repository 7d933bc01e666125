using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Host.ProfitAndLoss;

namespace LowLatencyMM.Host.Tests;

public sealed class PnlTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 30, 45, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _alerts = [];

    private string File => Path.Combine(_folder.Path, PnlState.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_line_is_that_of_the_vectors_to_the_letter()
    {
        JsonElement[] vectors = [.. JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Repository(), "tests/vectors/strategy-formats.json")))
            .RootElement.GetProperty("pnl_line").EnumerateArray()];
        Assert.NotEmpty(vectors);
        foreach (JsonElement vector in vectors)
        {
            JsonElement given = vector.GetProperty("in");
            DateTimeOffset time = DateTimeOffset.Parse(given.GetProperty("utc").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

            Assert.Equal(
                vector.GetProperty("out").GetString(),
                PnlLine.Format(time, Number("equity"), Number("pnl"), Number("position"), Number("margin_ratio")));

            decimal Number(string name) => given.GetProperty(name).GetDecimal();
        }
    }

    [Fact]
    public void A_loss_that_rounds_to_nothing_is_no_minus_nothing() =>
        Assert.Contains("| PnL: $+0.00 |", PnlLine.Format(Now, 1, -0.001m, 0, 0), StringComparison.Ordinal);

    [Fact]
    public void Profit_counts_from_the_equity_of_the_first_session_and_goes_on_in_the_next()
    {
        PnlState first = Open(100.5m);
        PnlState second = Open(120m);

        Assert.Equal(first, second);
        Assert.Equal((100.5m, Now), (second.InitialEquity, second.StartedAt));
        Assert.Equal(19.5m, second.ProfitAt(120));
        Assert.Equal("{\"initial_equity\":100.5,\"started_at\":\"2026-11-22 12:30:45 UTC\"}\n", System.IO.File.ReadAllText(File));
        Assert.Empty(_alerts);
        Assert.Equal([File], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Transfers_since_the_beginning_are_no_profit()
    {
        System.IO.File.WriteAllText(File, "{\"initial_equity\": 99, \"started_at\": \"2025-11-07 20:26:55 UTC\", \"net_transfers\": 50.25}");

        Assert.Equal(0.75m, Open(1).ProfitAt(150));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"initial_equity\": 99")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"started_at\": \"2025-11-07 20:26:55 UTC\"}")]
    [InlineData("{\"initial_equity\": \"much\", \"started_at\": \"2025-11-07 20:26:55 UTC\"}")]
    [InlineData("{\"initial_equity\": 99, \"started_at\": \"yesterday\"}")]
    public void A_file_that_cannot_be_read_is_kept_as_bad_and_told_of(string text)
    {
        System.IO.File.WriteAllText(File, text);

        PnlState state = Open(100);

        Assert.Equal((100m, Now), (state.InitialEquity, state.StartedAt));
        Assert.Equal(text, System.IO.File.ReadAllText(File + ".bad"));
        Assert.Contains(File, Assert.Single(_alerts), StringComparison.Ordinal);
        Assert.Equal(state, Open(7));
    }

    private PnlState Open(decimal equity) => PnlState.Open(File, equity, Now, _alerts.Add);

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "LowLatencyMM.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
