using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>Nonces that are ours to use.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NonceBlockPayload
{
    /// <summary>First nonce, 1 to 2^31 - 1.</summary>
    public long FirstNonce;

    /// <summary>How many; they wrap from 2^31 - 1 to 1.</summary>
    public long Count;
}
