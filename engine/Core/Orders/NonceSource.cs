namespace LowLatencyMM.Core.Orders;

/// <summary>
/// Gives each nonce of the reserved blocks once, in order. Blocks come as events from the account's file; one that does not fit
/// behind those not yet used is dropped, which loses nonces but never repeats one.
/// </summary>
public sealed class NonceSource
{
    /// <summary>The largest nonce; 1 follows it.</summary>
    public const long MaxNonce = int.MaxValue;

    private const int MaxBlocks = 8;

    private readonly long[] _first = new long[MaxBlocks];
    private readonly long[] _count = new long[MaxBlocks];
    private int _blocks;

    /// <summary>Nonces left.</summary>
    public long Available { get; private set; }

    /// <summary>Adds a reserved block.</summary>
    public void Add(long firstNonce, long count)
    {
        if (_blocks == MaxBlocks || count <= 0 || firstNonce is < 1 or > MaxNonce)
            return;
        _first[_blocks] = firstNonce;
        _count[_blocks] = count;
        _blocks++;
        Available += count;
    }

    /// <summary>The next nonce; only if one is <see cref="Available"/>.</summary>
    public long Take()
    {
        long nonce = _first[0];
        _first[0] = nonce == MaxNonce ? 1 : nonce + 1;
        Available--;
        if (--_count[0] == 0)
        {
            _blocks--;
            Array.Copy(_first, 1, _first, 0, _blocks);
            Array.Copy(_count, 1, _count, 0, _blocks);
        }
        return nonce;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_blocks);
        for (int i = 0; i < _blocks; i++)
        {
            hash.Add(_first[i]);
            hash.Add(_count[i]);
        }
    }
}
