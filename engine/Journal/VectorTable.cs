using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LowLatencyMM.Journal;

/// <summary>Constants of <see cref="VectorEncoder"/> and <see cref="VectorDecoder"/>.</summary>
internal static unsafe class VectorTable
{
    /// <summary>Integers that fit into a vector.</summary>
    public const int MaxLanes = 8;

    /// <summary>Bytes of a vector.</summary>
    public const int Bytes = 64;

    /// <summary>Whether this processor can do it: AVX-512 with VBMI2 (Intel from Ice Lake, AMD from Zen 4 on).</summary>
    public static bool IsSupported => Avx512Vbmi2.IsSupported && Avx512CD.IsSupported;

    /// <summary>A vector of what the function says for each byte.</summary>
    public static Vector512<byte> Vector(Func<int, int> valueAt)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        for (int i = 0; i < Bytes; i++)
            bytes[i] = (byte)valueAt(i);
        return Vector512.Create<byte>(bytes);
    }

    /// <summary>Zeroed room for so many <typeparamref name="T"/>, on a cache line's border; never freed, for it lives as long as the process.</summary>
    public static T* Allocate<T>(int count)
        where T : unmanaged
    {
        nuint bytes = (nuint)(count * sizeof(T));
        void* room = NativeMemory.AlignedAlloc(bytes, Bytes);
        NativeMemory.Clear(room, bytes);
        return (T*)room;
    }
}
