using System.Diagnostics;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>Waits for conditions. The deadline only ends a test that would never end: it is no measure of speed.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when <paramref name="condition"/> holds; fails with <paramref name="what"/>, and how things stand, at the deadline.</summary>
    public static Task TrueAsync(string what, Func<bool> condition, Func<string>? state = null) =>
        TrueAsync(what, () => Task.FromResult(condition()), state);

    /// <inheritdoc cref="TrueAsync(string, Func{bool}, Func{string})"/>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, Func<string>? state = null)
    {
        var elapsed = Stopwatch.StartNew();
        while (!await condition())
        {
            if (elapsed.Elapsed > Deadline)
                Assert.Fail($"It did not happen within {Deadline.TotalSeconds} s: {what}. {state?.Invoke()}");
            await Task.Delay(Poll);
        }
    }
}
