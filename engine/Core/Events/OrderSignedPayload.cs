using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>Hash and signature of an order, each 32 bytes, big-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderSignedPayload
{
    /// <summary>The SNIP-12 message hash.</summary>
    public Bytes32 Hash;

    /// <summary>r of the signature.</summary>
    public Bytes32 R;

    /// <summary>s of the signature.</summary>
    public Bytes32 S;
}
