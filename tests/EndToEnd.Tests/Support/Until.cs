using System.Diagnostics;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>Waits for conditions. The deadline only ends a test that would never end: it is no measure of speed.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when <paramref name="condition"/> holds; fails with <paramref name="what"/> at the deadline.</summary>
    public static Task TrueAsync(string what, Func<bool> condition) => TrueAsync(what, () => Task.FromResult(condition()));

    /// <inheritdoc cref="TrueAsync(string, Func{bool})"/>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition)
    {
        var elapsed = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(elapsed.Elapsed < Deadline, $"It did not happen within {Deadline.TotalSeconds} s: {what}.");
            await Task.Delay(Poll);
        }
    }
}
