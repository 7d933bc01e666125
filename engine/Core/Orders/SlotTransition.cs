namespace LowLatencyMM.Core.Orders;

/// <summary>Next state and effect of one (state, event) pair.</summary>
public readonly record struct SlotTransition(SlotState Next, SlotEffect Effect);
