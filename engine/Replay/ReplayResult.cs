namespace LowLatencyMM.Replay;

/// <summary>What a replay found.</summary>
/// <param name="Identical">Whether every decision, hash and signature is as recorded.</param>
/// <param name="Events">Journal records replayed, without headers; up to the first difference if there is one.</param>
/// <param name="Decisions">Orders, replaces, cancels, queries and changes of the quoting reason among them.</param>
/// <param name="Compared">Recorded events that were compared with replayed ones.</param>
/// <param name="Unrecorded">Decisions made at the end that the journal has not, because its engine ended before they came around.</param>
/// <param name="StateHash">Hash of the core's state at the end.</param>
/// <param name="Signatures">How signatures were checked.</param>
/// <param name="SignaturesChecked">How many.</param>
/// <param name="EventsPerSecond">Reading, the core and the comparison; without the signatures.</param>
/// <param name="Truncated">Records cut from a torn tail.</param>
/// <param name="FirstDivergence">The first difference; null if there is none.</param>
public sealed record ReplayResult(
    bool Identical,
    long Events,
    long Decisions,
    long Compared,
    long Unrecorded,
    ulong StateHash,
    SignatureMode Signatures,
    long SignaturesChecked,
    double EventsPerSecond,
    long Truncated,
    Divergence? FirstDivergence);
