using System.Diagnostics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Gateway;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Replay;

/// <summary>
/// Recomputes settlement amounts and hash of every recorded order, and verifies its signature or, with the private key at hand, signs it
/// again and compares the bytes.
/// </summary>
/// <remarks>
/// This takes a hundred times as long as replaying an event, so orders are gathered in batches of a fixed size and checked on all
/// cores; the time that it takes is counted apart. One thread only.
/// </remarks>
public sealed class SignatureCheck : IDisposable
{
    private const int BatchSize = 1_024;

    private readonly OrderTerms[] _terms;
    private readonly Felt _domainHash;
    private readonly Felt _publicKey;
    private readonly StarkSigner?[] _signers = new StarkSigner?[Math.Max(1, Environment.ProcessorCount)];
    private readonly Pair[] _pairs = new Pair[BatchSize];
    private readonly Divergence?[] _found;
    private readonly Stopwatch _elapsed = new();
    private int _count;

    /// <summary>Takes what the orders were signed with.</summary>
    /// <param name="market">The market's rules.</param>
    /// <param name="domain">The signatures' domain.</param>
    /// <param name="publicKey">The session's public key.</param>
    /// <param name="positionId">The account's position, called vault in the API.</param>
    /// <param name="key">The private key, or null; one of another account is not used.</param>
    public SignatureCheck(MarketSettings market, SigningDomain domain, in Felt publicKey, uint positionId, StarkPrivateKey? key)
        : this([market], domain, publicKey, positionId, key)
    {
    }

    /// <inheritdoc cref="SignatureCheck(MarketSettings, SigningDomain, in Felt, uint, StarkPrivateKey?)"/>
    /// <param name="markets">The markets' rules, by number.</param>
    public SignatureCheck(
        IReadOnlyList<MarketSettings> markets, SigningDomain domain, in Felt publicKey, uint positionId, StarkPrivateKey? key)
    {
        _terms = [.. markets.Select((market, number) => new OrderTerms(market, positionId, (ushort)number))];
        _domainHash = domain.Hash;
        _publicKey = publicKey;
        _found = new Divergence?[_signers.Length];
        if (key is null || key.DerivePublicKey() != publicKey)
            return;
        Mode = SignatureMode.Recomputed;
        for (int i = 0; i < _signers.Length; i++)
            _signers[i] = new StarkSigner(key, domain, positionId);
    }

    /// <summary>What is done with the signatures.</summary>
    public SignatureMode Mode { get; }

    /// <summary>Signatures checked so far.</summary>
    public long Checked { get; private set; }

    /// <summary>Time spent so far.</summary>
    public TimeSpan Elapsed => _elapsed.Elapsed;

    /// <summary>Whether the order's terms can be settled and encoded at all.</summary>
    public bool IsSignable(in Event order) => TryBuild(order, out _);

    /// <summary>Takes an order and its signature; from time to time checks a batch and gives the first that is wrong.</summary>
    public Divergence? Add(long sequence, in Event order, in Event signed)
    {
        ref Pair pair = ref _pairs[_count++];
        pair.Sequence = sequence;
        pair.Order = order;
        pair.Signed = signed;
        return _count == BatchSize ? Flush() : null;
    }

    /// <summary>Checks what was gathered; gives the first that is wrong.</summary>
    public Divergence? Flush()
    {
        if (_count == 0)
            return null;
        _elapsed.Start();
        Array.Clear(_found);
        Parallel.For(0, _signers.Length, CheckShare);
        Checked += _count;
        _count = 0;
        _elapsed.Stop();
        return _found.Where(found => found is not null).MinBy(found => found!.Sequence);
    }

    /// <summary>Zeroes the signers' copies of the key.</summary>
    public void Dispose()
    {
        foreach (StarkSigner? signer in _signers)
            signer?.Dispose();
    }

    private void CheckShare(int worker)
    {
        for (int i = worker; i < _count && _found[worker] is null; i += _signers.Length)
            _found[worker] = Check(ref _pairs[i], _signers[worker]);
    }

    private Divergence? Check(ref Pair pair, StarkSigner? signer)
    {
        long sequence = pair.Sequence;
        if (!TryBuild(pair.Order, out OrderMessage message))
        {
            return new Divergence(sequence, EventKind.OrderSigned, Divergence.WholeEvent, DecisionComparison.Summarize(pair.Signed),
                $"cannot be settled: {DecisionComparison.Summarize(pair.Order)}");
        }
        Felt hash = OrderHash.Compute(_domainHash, _publicKey, message);
        Event replayed = pair.Signed;
        hash.WriteBigEndian(replayed.OrderSigned.Hash);
        if (signer is not null)
        {
            if (signer.Sign(hash, out StarkSignature signature) != SignStatus.Signed)
                return Different(pair, "Hash", "a hash that can be signed");
            signature.R.WriteBigEndian(replayed.OrderSigned.R);
            signature.S.WriteBigEndian(replayed.OrderSigned.S);
        }
        for (int field = 0; field < EventSchema.Of(EventKind.OrderSigned).Length; field++)
        {
            if (!EventFields.NumberAt(ref replayed, field).SequenceEqual(EventFields.NumberAt(ref pair.Signed, field)))
                return Different(pair, EventSchema.Of(EventKind.OrderSigned)[field].Name, EventFields.Format(replayed, field));
        }
        return signer is not null || IsValid(hash, ref pair.Signed)
            ? null
            : new Divergence(sequence, EventKind.OrderSigned, "S", EventFields.Format(pair.Signed, 2), $"no signature by {_publicKey}");
    }

    private bool TryBuild(in Event order, out OrderMessage message)
    {
        message = default;
        return order.Market < _terms.Length && _terms[order.Market].TryBuild(order, out message);
    }

    private bool IsValid(in Felt hash, ref Event signed) =>
        Felt.TryFromBigEndian(signed.OrderSigned.R, out Felt r)
        && Felt.TryFromBigEndian(signed.OrderSigned.S, out Felt s)
        && StarkCurve.Verify(_publicKey, hash, r, s);

    private static Divergence Different(in Pair pair, string field, string replayed)
    {
        int index = field switch { "Hash" => 0, "R" => 1, _ => 2 };
        return new Divergence(pair.Sequence, EventKind.OrderSigned, field, EventFields.Format(pair.Signed, index), replayed);
    }

    private struct Pair
    {
        public long Sequence;
        public Event Order;
        public Event Signed;
    }
}
