namespace LowLatencyMM.Gateway;

/// <summary>
/// When a batch of decisions passed each stage on its way to the gateway, nanoseconds since 1970 on the clock of <see cref="IRequestSink"/>;
/// each at least as large as the one before.
/// </summary>
/// <param name="ReceivedNs">The last byte of the causing frame was received; 0 if nobody measured.</param>
/// <param name="ParsedNs">The frame was parsed and found valid; as <paramref name="ReceivedNs"/> if the cause is no frame.</param>
/// <param name="PublishedNs">Just before its events were published; as <paramref name="ReceivedNs"/> if the cause is no frame.</param>
/// <param name="TakenNs">The engine's thread began with it.</param>
/// <param name="DecidedNs">Journaled; book, estimators and quote done; as <paramref name="RiskNs"/> if the quote did not change.</param>
/// <param name="RiskNs">Risk and order steering done.</param>
public readonly record struct DecisionStamps(long ReceivedNs, long ParsedNs, long PublishedNs, long TakenNs, long DecidedNs, long RiskNs)
{
    /// <summary>Whether somebody measured.</summary>
    public bool Exist => ReceivedNs != 0;
}
