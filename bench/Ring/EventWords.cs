using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ring;

/// <summary>An event as what it is to a ring: sixteen words, all of them written by the producer and summed by the consumer.</summary>
internal static class EventWords
{
    private const int Words = Event.Size / sizeof(long);
    private const long SumOfIndices = (Words - 1) * Words / 2;

    /// <summary>Word 0 is <paramref name="first"/>, word i is <paramref name="value"/> + i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref Event e, long first, long value)
    {
        ref long words = ref Unsafe.As<Event, long>(ref e);
        words = first;
        for (int i = 1; i < Words; i++)
            Unsafe.Add(ref words, i) = value + i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long First(ref Event e) => Unsafe.As<Event, long>(ref e);

    /// <summary>The value that was written.</summary>
    public static long Value(ref Event e) => Unsafe.Add(ref Unsafe.As<Event, long>(ref e), 1) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(ref Event e)
    {
        ref long words = ref Unsafe.As<Event, long>(ref e);
        long sum = 0;
        for (int i = 0; i < Words; i++)
            sum += Unsafe.Add(ref words, i);
        return sum;
    }

    /// <summary>The sum of all words of an event with this first word and value.</summary>
    public static long SumOf(long first, long value) => first + ((Words - 1) * value) + SumOfIndices;

    /// <summary>The sum of all words of <paramref name="count"/> events with first word and value <paramref name="first"/>, first + 1, ….</summary>
    public static long SumOfMany(long first, long count) =>
        (Words * ((count * first) + (count * (count - 1) / 2))) + (count * SumOfIndices);
}
