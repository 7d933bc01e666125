using System.Runtime.InteropServices;
using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Gateway;

/// <summary>
/// One rung between the engine's thread, which alone writes what is wanted, and the signing thread, which alone writes what is signed. Both
/// halves are guarded by a version that is odd while they change; two cache lines apart so that the one does not slow the other.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct LadderRung
{
    [FieldOffset(0)]
    public long WantedVersion;

    [FieldOffset(8)]
    public PlannedOrder Wanted;

    [FieldOffset(128)]
    public long SignedVersion;

    /// <summary>The wanted version that was last signed, or found impossible to sign.</summary>
    [FieldOffset(136)]
    public long DoneVersion;

    /// <summary>When it was signed, in the ticks of the ladder's time.</summary>
    [FieldOffset(144)]
    public long SignedAt;

    [FieldOffset(152)]
    public PlannedOrder Signed;

    [FieldOffset(184)]
    public SignedOrder Order;
}
