using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowLatencyMM.Host.ProfitAndLoss;

/// <summary>
/// What profit and loss across sessions is counted from: the equity when the first of them began. One file, <c>pnl_state.json</c>, which is
/// deleted to begin anew.
/// </summary>
/// <remarks>
/// Format: <c>{"initial_equity": number, "started_at": "yyyy-MM-dd HH:mm:ss UTC", "net_transfers": number}</c>; the last one, deposits less
/// withdrawals since, is optional and 0 without. Written to a temporary file, synced and renamed, so that it is always whole. One that cannot be
/// read is kept beside as <c>pnl_state.json.bad</c>.
/// </remarks>
public sealed record PnlState
{
    /// <summary>The file's name.</summary>
    public const string FileName = "pnl_state.json";

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss 'UTC'";

    /// <summary>Equity at the beginning, in the collateral.</summary>
    public required decimal InitialEquity { get; init; }

    /// <summary>When that was, whole seconds.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Deposits less withdrawals since, in the collateral.</summary>
    public decimal NetTransfers { get; init; }

    /// <summary>Reads the file, or begins a new one with the given equity.</summary>
    /// <param name="path">The file.</param>
    /// <param name="equity">Equity now.</param>
    /// <param name="now">The time now.</param>
    /// <param name="alert">Told when the file was there and could not be used.</param>
    /// <exception cref="UserErrorException">The file cannot be read or written at all.</exception>
    public static PnlState Open(string path, decimal equity, DateTimeOffset now, Action<string> alert)
    {
        try
        {
            if (File.Exists(path))
            {
                if (TryRead(path, out PnlState? state, out string? wrong))
                    return state!;
                File.Move(path, path + ".bad", overwrite: true);
                alert($"{path}: {wrong}; it is kept as {path}.bad, and profit and loss count anew from now");
            }
            var begun = new PnlState { InitialEquity = equity, StartedAt = now };
            begun.Write(path);
            return begun;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCode.Failure, $"{path}: profit and loss cannot be kept there: {e.Message}", e);
        }
    }

    /// <summary>Profit and loss when the equity is <paramref name="equity"/>.</summary>
    public decimal ProfitAt(decimal equity) => equity - InitialEquity - NetTransfers;

    private static bool TryRead(string path, out PnlState? state, out string? wrong)
    {
        state = null;
        wrong = null;
        try
        {
            JsonNode? json = JsonNode.Parse(File.ReadAllBytes(path));
            string startedAt = Member(json, "started_at").GetValue<string>();
            state = new PnlState
            {
                InitialEquity = Member(json, "initial_equity").GetValue<decimal>(),
                StartedAt = DateTimeOffset.ParseExact(
                    startedAt, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                NetTransfers = json!["net_transfers"]?.GetValue<decimal>() ?? 0,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            wrong = $"it is not the state of profit and loss ({e.Message})";
        }
        return state is not null;
    }

    private static JsonNode Member(JsonNode? json, string name) =>
        (json as JsonObject)?[name] ?? throw new FormatException($"\"{name}\" is missing");

    private void Write(string path)
    {
        var json = new JsonObject
        {
            ["initial_equity"] = InitialEquity,
            ["started_at"] = StartedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        };
        string temporary = path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString() + "\n"));
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
