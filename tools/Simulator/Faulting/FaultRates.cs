using System.Globalization;

namespace LowLatencyMM.Simulator.Faulting;

/// <summary>How often a plan injects each fault. Rates are probabilities from 0 to 1.</summary>
public sealed record FaultRates
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultRates None { get; } = new();

    /// <summary>Some of everything: a connection breaks, stalls or half-closes about once in two minutes of exchange time.</summary>
    public static FaultRates Moderate { get; } = new()
    {
        DropFrame = 0.0002,
        Stall = 0.003,
        HalfClose = 0.002,
        Break = 0.003,
        TooManyRequests = 0.005,
        ServerError = 0.005,
        LoseRequest = 0.005,
        LoseAnswer = 0.005,
        DelayAnswer = 0.01,
    };

    /// <summary>Per frame and connection; a connection's first frames are never left out.</summary>
    public double DropFrame { get; init; }

    /// <summary>Per connection and second of exchange time.</summary>
    public double Stall { get; init; }

    /// <summary>Longest stall, whole seconds of exchange time; lengths are drawn evenly from 1.</summary>
    public int LongestStallSeconds { get; init; } = 5;

    /// <summary>Per connection and second of exchange time.</summary>
    public double HalfClose { get; init; }

    /// <summary>Per connection and second of exchange time.</summary>
    public double Break { get; init; }

    /// <summary>Per request.</summary>
    public double TooManyRequests { get; init; }

    /// <summary>Per request.</summary>
    public double ServerError { get; init; }

    /// <summary>Per request that changes something.</summary>
    public double LoseRequest { get; init; }

    /// <summary>Per request that changes something.</summary>
    public double LoseAnswer { get; init; }

    /// <summary>Per request.</summary>
    public double DelayAnswer { get; init; }

    /// <summary>Longest delay of an answer, milliseconds of wall time; lengths are drawn evenly from 1.</summary>
    public int LongestDelayMs { get; init; } = 500;

    /// <summary>Reads text such as <c>drop=0.001,stall=0.01,429=0.02</c>; what is not named is 0.</summary>
    /// <exception cref="SimulatorException">A name is unknown, or a value out of range.</exception>
    public static FaultRates Parse(string text)
    {
        FaultRates rates = None;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            if (pair.Length != 2)
                throw new SimulatorException($"fault rate is '{part}', expected NAME=NUMBER");
            rates = rates.With(pair[0], pair[1]);
        }
        return rates;
    }

    private FaultRates With(string name, string text) => name switch
    {
        "drop" => this with { DropFrame = Rate(name, text) },
        "stall" => this with { Stall = Rate(name, text) },
        "half-close" => this with { HalfClose = Rate(name, text) },
        "break" => this with { Break = Rate(name, text) },
        "429" => this with { TooManyRequests = Rate(name, text) },
        "5xx" => this with { ServerError = Rate(name, text) },
        "lose-request" => this with { LoseRequest = Rate(name, text) },
        "lose-answer" => this with { LoseAnswer = Rate(name, text) },
        "delay" => this with { DelayAnswer = Rate(name, text) },
        "stall-seconds" => this with { LongestStallSeconds = Whole(name, text, 3_600) },
        "delay-ms" => this with { LongestDelayMs = Whole(name, text, 60_000) },
        _ => throw new SimulatorException($"fault '{name}' is unknown, expected drop, stall, half-close, break, 429, 5xx, lose-request, "
            + "lose-answer, delay, stall-seconds or delay-ms"),
    };

    private static double Rate(string name, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double rate) && rate is >= 0 and <= 1
            ? rate
            : throw new SimulatorException($"fault rate {name} is '{text}', expected a number from 0 to 1");

    private static int Whole(string name, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most
            ? value
            : throw new SimulatorException($"{name} is '{text}', expected a whole number from 1 to {most}");
}
