using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Bench.Ring;

/// <summary>
/// The yardstick of every two-core figure: how long a cache line takes from one core to the other and back, as two threads
/// see it that pass a counter to and fro. On shared machines it changes within seconds, so it is measured before and after.
/// </summary>
internal static unsafe class CoreToCore
{
    private const int Alignment = 128;

    /// <summary>Median nanoseconds of a round trip over <paramref name="slices"/> slices.</summary>
    public static double RoundTripNs(int slices, int tripsPerSlice)
    {
        long* line = (long*)NativeMemory.AlignedAlloc(2 * Alignment, Alignment);
        line[0] = 0;
        line[Alignment / sizeof(long)] = 0;
        long total = (long)slices * tripsPerSlice;
        nint there = (nint)line;
        nint back = (nint)(line + (Alignment / sizeof(long)));
        var echo = new Thread(() => Echo(there, back, total)) { IsBackground = true, Name = "echo" };
        echo.Start();
        var perTrip = new double[slices];
        long next = 1;
        for (int slice = 0; slice < slices; slice++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < tripsPerSlice; i++, next++)
            {
                Volatile.Write(ref *(long*)there, next);
                while (Volatile.Read(ref *(long*)back) != next)
                {
                }
            }
            perTrip[slice] = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / tripsPerSlice;
        }
        echo.Join();
        NativeMemory.AlignedFree(line);
        return Median.Of(perTrip);
    }

    private static void Echo(nint there, nint back, long total)
    {
        for (long expected = 1; expected <= total; expected++)
        {
            while (Volatile.Read(ref *(long*)there) != expected)
            {
            }
            Volatile.Write(ref *(long*)back, expected);
        }
    }
}
