namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// The newest fill up to which none is missing: where a recovery of missed fills ends. Trade ids grow with time.
/// </summary>
/// <remarks>
/// While the account stream may have missed something, fills that it tells of are beyond a hole: they do not move the mark, or the
/// next recovery would stop before the hole. It moves again when a recovery is complete and nothing was lost since it began.
/// </remarks>
public sealed class NewestFill
{
    private readonly Lock _lock = new();
    private long _seen = -1;
    private long _mark = -1;
    private long _losses;
    private bool _hasHole;

    /// <summary>Its trade id, 0 if the account has no fills; null if nothing is known yet.</summary>
    public long? Newest
    {
        get
        {
            lock (_lock)
                return _mark >= 0 ? _mark : null;
        }
    }

    /// <summary>How often something may have been lost; <see cref="Complete"/> wants to know.</summary>
    public long Losses
    {
        get
        {
            lock (_lock)
                return _losses;
        }
    }

    /// <summary>Notes a fill that was told of; older ones change nothing.</summary>
    public void Note(long tradeId)
    {
        lock (_lock)
        {
            _seen = Math.Max(_seen, tradeId);
            if (!_hasHole)
                _mark = _seen;
        }
    }

    /// <summary>From now on something may be missing.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            _losses++;
            _hasHole = true;
        }
    }

    /// <summary>All fills up to the newest that was told of are known now.</summary>
    /// <param name="losses"><see cref="Losses"/> when the recovery began: if there was another since, there may be another hole.</param>
    public void Complete(long losses)
    {
        lock (_lock)
        {
            if (losses != _losses)
                return;
            _hasHole = false;
            _mark = _seen;
        }
    }
}
