using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A command of the operator.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OperatorCommandPayload
{
    /// <summary>What to do.</summary>
    public OperatorAction Action;
}
