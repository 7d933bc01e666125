using System.Runtime.CompilerServices;

namespace LowLatencyMM.Core.Events;

/// <summary>Thirty-two bytes in place.</summary>
[InlineArray(32)]
public struct Bytes32
{
    private byte _first;
}
