using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core;

/// <summary>
/// Touches memory for nothing but to have it there when it is needed. A thread that polls for some milliseconds finds what it needs next to be elsewhere: each line
/// then costs as much as a hundred lines that are there.
/// </summary>
public static class CacheLines
{
    private const int Bytes = 64;
    private const int PageBytes = 4096;

    /// <summary>An array whose pages the system has backed: else the first store into each would wait for the kernel.</summary>
    public static T[] NewArray<T>(int length)
        where T : unmanaged
    {
        var array = new T[length];
        Span<byte> bytes = MemoryMarshal.AsBytes(array.AsSpan());
        for (int at = 0; at < bytes.Length; at += PageBytes)
            Volatile.Write(ref bytes[at], 0);
        return array;
    }

    /// <summary>Reads each line of <paramref name="values"/>. The result says nothing; it is there to be used, or the reads would be left out.</summary>
    public static long Touch<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        long touched = 0;
        ref byte first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values));
        nint length = (nint)values.Length * Unsafe.SizeOf<T>();
        for (nint at = 0; at < length; at += Bytes)
            touched += Unsafe.Add(ref first, at);
        return length == 0 ? 0 : touched + Unsafe.Add(ref first, length - 1);
    }

    /// <summary>
    /// Takes each line of <paramref name="value"/>, which begins on a line or lies within one and consists of words of 8 bytes, from the other cores for
    /// writing. Changes nothing, even while another thread writes there: zero is added, in one step.
    /// </summary>
    public static long Fetch<T>(ref T value)
        where T : unmanaged
    {
        long fetched = 0;
        ref byte first = ref Unsafe.As<T, byte>(ref value);
        for (nint at = 0; at < Unsafe.SizeOf<T>(); at += Bytes)
            fetched += Interlocked.Add(ref Unsafe.As<byte, long>(ref Unsafe.Add(ref first, at)), 0);
        return fetched;
    }

    /// <summary>Reads each line of <paramref name="value"/>.</summary>
    public static long Touch<T>(in T value)
        where T : unmanaged =>
        Touch(new ReadOnlySpan<T>(in value));
}
