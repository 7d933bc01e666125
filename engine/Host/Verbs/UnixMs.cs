using System.Globalization;

namespace LowLatencyMM.Host.Verbs;

/// <summary>A time in Unix milliseconds: for people UTC text, in JSON a number.</summary>
internal readonly record struct UnixMs(long Value)
{
    /// <summary>The time as text, to the millisecond.</summary>
    public override string ToString() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Value).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A time that may be missing.</summary>
    public static UnixMs? Of(long? value) => value is { } ms ? new UnixMs(ms) : null;
}
