using System.Diagnostics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Replay;

/// <summary>
/// Replays a session from its journal and nothing else: runs the core over the recorded events, compares every decision with the
/// recorded one, and checks every signature.
/// </summary>
public static class JournalReplay
{
    /// <summary>Replays a session with the core and the settings that it was recorded with.</summary>
    /// <param name="path">A session's folder, or a root whose newest session is taken.</param>
    /// <param name="key">The account's private key, to sign again; null, or another account's, to verify with the public key only.</param>
    /// <exception cref="JournalException">There is no journal, or it is corrupt, or of another version.</exception>
    /// <exception cref="InvalidDataException">The header holds something that no session can have been run with.</exception>
    public static ReplayResult Run(string path, StarkPrivateKey? key = null)
    {
        using JournalReader journal = JournalReader.Open(path);
        return Run(journal, CreateCore(journal.Header), key);
    }

    /// <summary>Replays a session with a core of the caller's choice.</summary>
    /// <inheritdoc cref="Run(string, StarkPrivateKey?)"/>
    public static ReplayResult Run<TCore>(JournalReader journal, TCore core, StarkPrivateKey? key = null) where TCore : struct, ICoreHandler
    {
        using SignatureCheck signatures = CreateSignatureCheck(journal.Header, key);
        var check = new ReplayCheck<TCore>(core, signatures);
        var elapsed = Stopwatch.StartNew();
        Divergence? divergence = Feed(journal, check);
        divergence ??= check.Complete(journal.ClosedCleanly);
        // What was gathered lies before the difference found, if there is one.
        divergence = signatures.Flush() ?? divergence;
        elapsed.Stop();
        double seconds = (elapsed.Elapsed - signatures.Elapsed).TotalSeconds;
        return new ReplayResult(
            Identical: divergence is null,
            Events: check.Events,
            Decisions: check.Decisions,
            Compared: check.Compared,
            Unrecorded: check.Due,
            StateHash: check.Core.StateHash(),
            Signatures: signatures.Mode,
            SignaturesChecked: signatures.Checked,
            EventsPerSecond: seconds > 0 ? check.Events / seconds : 0,
            Truncated: journal.TruncatedRecords,
            FirstDivergence: divergence);
    }

    private static Divergence? Feed<TCore>(JournalReader journal, ReplayCheck<TCore> check) where TCore : struct, ICoreHandler
    {
        while (journal.TryRead(out Event e, out long sequence))
        {
            if (check.Take(e, sequence) is { } divergence)
                return divergence;
        }
        return null;
    }

    private static TradingCoreHandler CreateCore(SessionHeader header)
    {
        try
        {
            return new TradingCoreHandler(header.Settings);
        }
        catch (ArgumentException invalid)
        {
            throw new InvalidDataException($"The journal's header has settings that no session can run with: {invalid.Message}", invalid);
        }
    }

    private static SignatureCheck CreateSignatureCheck(SessionHeader header, StarkPrivateKey? key)
    {
        if (!Felt.TryParseHex(header.PublicKey, out Felt publicKey))
            throw new InvalidDataException($"The journal's public key \"{header.PublicKey}\" is no hex number of the curve's field.");
        if (header.PositionId is < 0 or > uint.MaxValue)
            throw new InvalidDataException($"The journal's position id {header.PositionId} is outside 0 to {uint.MaxValue}.");
        SessionDomain domain = header.Domain;
        var signingDomain = new SigningDomain(domain.Name, domain.Version, domain.ChainId, domain.Revision);
        try
        {
            return new SignatureCheck(header.Settings.MarketRules, signingDomain, publicKey, (uint)header.PositionId, key);
        }
        catch (ArgumentException invalid)
        {
            throw new InvalidDataException($"The journal's header has settings that nothing can be signed with: {invalid.Message}", invalid);
        }
    }
}
