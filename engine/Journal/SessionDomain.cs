namespace LowLatencyMM.Journal;

/// <summary>The SNIP-12 domain that a session's orders are signed for.</summary>
/// <param name="Name">E.g. <c>Perpetuals</c>.</param>
/// <param name="Version">E.g. <c>v0</c>.</param>
/// <param name="ChainId">E.g. <c>SN_MAIN</c>.</param>
/// <param name="Revision">E.g. 1.</param>
public readonly record struct SessionDomain(string Name, string Version, string ChainId, uint Revision);
