namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>Tests that count allocated bytes run alone.</summary>
[CollectionDefinition(nameof(AllocationCollection), DisableParallelization = true)]
public class AllocationCollection;
