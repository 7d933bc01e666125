using LowLatencyMM.Core;

namespace LowLatencyMM.Gateway;

/// <summary>
/// The ladders of all markets, and the way to wake who signs: the engine's thread offers what the core plans, another thread signs it.
/// </summary>
/// <param name="time">The time that the ladders stamp signatures with.</param>
/// <param name="ladders">The markets' ladders, by number.</param>
public sealed class SigningAhead(TimeProvider time, params SigningLadder[] ladders) : IDisposable
{
    private readonly AutoResetEvent _offered = new(initialState: false);

    /// <summary>Ladders that stamp with the system's time.</summary>
    public SigningAhead(params SigningLadder[] ladders)
        : this(TimeProvider.System, ladders)
    {
    }

    /// <summary>How often an order was signed before it was wanted; the engine's thread counts.</summary>
    public SignedAhead Uses { get; } = new(time);

    /// <summary>Signatures made.</summary>
    public long Signatures => ladders.Sum(ladder => ladder.Signatures);

    /// <summary>Whether everything offered has been signed, or was found impossible to sign. Any thread.</summary>
    public bool IsDone
    {
        get
        {
            foreach (SigningLadder ladder in ladders)
            {
                if (!ladder.IsDone)
                    return false;
            }
            return true;
        }
    }

    /// <summary>The ladder of a market.</summary>
    public SigningLadder Of(int market) => ladders[market];

    /// <summary>Hot path, after each event: hands on what the core has planned anew.</summary>
    public void Offer(TradingCore core)
    {
        bool isNew = false;
        for (int market = 0; market < ladders.Length; market++)
            isNew |= ladders[market].Offer(core.Plan(market));
        if (isNew)
            _offered.Set();
    }

    /// <summary>Reads what the engine's thread may need of the ladders, so that it is in the caches.</summary>
    public long Touch()
    {
        long touched = 0;
        foreach (SigningLadder ladder in ladders)
            touched += ladder.Touch();
        return touched;
    }

    /// <summary>Signs one order of any market. False if there is nothing to sign.</summary>
    public bool SignNext()
    {
        foreach (SigningLadder ladder in ladders)
        {
            if (ladder.SignNext())
                return true;
        }
        return false;
    }

    /// <summary>Waits until something is offered, or someone calls <see cref="Wake"/>.</summary>
    public void Wait() => _offered.WaitOne();

    /// <summary>Ends a <see cref="Wait"/>.</summary>
    public void Wake() => _offered.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SigningLadder ladder in ladders)
            ladder.Dispose();
        _offered.Dispose();
    }
}
