using System.Globalization;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>
/// A made-up recording for measuring the engine rather than a market: the best prices move by one tick at a steady pace, and nothing else
/// happens. The engine wants two other prices after each move, all of them near, so that every order can have been planned.
/// </summary>
/// <remarks>A minute in the simulator's format (<c>RecordingReader</c>). The direction is drawn from a fixed seed, within a band around the first price.</remarks>
internal static class PacedRecording
{
    public const string Market = "BTC-USD", Tick = "0.1", Step = "0.001";

    private const long StartNs = 1_700_000_000_000_000_000, LengthNs = 60_000_000_000;
    private const long FirstMid = 618_000, Band = 100, Levels = 50;
    private const uint Seed = 20_240_808;

    /// <summary>Writes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pace">Time between two moves.</param>
    public static void Write(string path, TimeSpan pace)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        uint chance = Seed;
        long mid = FirstMid, seq = 0;
        WriteLine(file, StartNs, "", "SNAPSHOT", ++seq, Side(mid, -1, "1.000"), Side(mid, 1, "1.000"));
        for (long at = (long)pace.TotalNanoseconds; at < LengthNs; at += (long)pace.TotalNanoseconds)
        {
            // A linear congruence; its upper bits are good enough for a direction.
            chance = (chance * 1_664_525) + 1_013_904_223;
            bool up = mid <= FirstMid - Band || (mid < FirstMid + Band && chance >> 31 == 0);
            long before = mid;
            mid += up ? 1 : -1;
            // Each side gains a level at one end and loses one at the other.
            (string bids, string asks) = up
                ? ($"{Level(mid - 1, "1.000")},{Level(before - Levels, "-1.000")}", $"{Level(before + 1, "-1.000")},{Level(mid + Levels, "1.000")}")
                : ($"{Level(before - 1, "-1.000")},{Level(mid - Levels, "1.000")}", $"{Level(mid + 1, "1.000")},{Level(before + Levels, "-1.000")}");
            WriteLine(file, StartNs + at, "", "DELTA", ++seq, bids, asks);
            WriteLine(file, StartNs + at, "?depth=1", "SNAPSHOT", seq - 1, Level(mid - 1, "1.000"), Level(mid + 1, "1.000"));
        }
    }

    private static string Side(long mid, int direction, string size) =>
        string.Join(',', Enumerable.Range(1, (int)Levels).Select(distance => Level(mid + (direction * distance), size)));

    private static string Level(long ticks, string size) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"q":"{{size}}","p":"{{ticks / 10}}.{{ticks % 10}}"}""");

    private static void WriteLine(StreamWriter file, long rx, string query, string type, long seq, string bids, string asks) =>
        file.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$$"""{"rx":{{{rx}}},"stream":"orderbooks/{{{Market}}}{{{query}}}","frame":{"type":"{{{type}}}","data":{"t":"{{{type}}}","m":"{{{Market}}}","b":[{{{bids}}}],"a":[{{{asks}}}],"d":"{{{(query.Length > 0 ? "1" : "f")}}}"},"ts":{{{rx / 1_000_000}}},"seq":{{{seq}}}}}"""));
}
