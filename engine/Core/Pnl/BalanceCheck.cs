using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Pnl;

/// <summary>
/// Compares the exchange's wallet balance with what it must be by our own books: the first one, plus what was realised since, less
/// fees, with funding. Deposits, withdrawals and whatever we did not see show as the difference.
/// </summary>
public sealed class BalanceCheck
{
    private bool _isKnown;
    private long _baselineMicro;

    /// <summary>The newest balance as the exchange told it.</summary>
    public BalancePayload Newest { get; private set; }

    /// <summary>The exchange's balance minus ours, 1e-6 of the collateral; 0 before the second balance.</summary>
    public long DifferenceMicro { get; private set; }

    /// <summary>The exchange told the balance.</summary>
    /// <param name="balance">Its words.</param>
    /// <param name="isReady">Whether the positions that our books began with are known.</param>
    /// <param name="cashMicro">What our books made of the balance since then.</param>
    public void OnBalance(in BalancePayload balance, bool isReady, long cashMicro)
    {
        Newest = balance;
        if (!_isKnown)
            _baselineMicro = balance.BalanceMicro - cashMicro;
        _isKnown |= isReady;
        DifferenceMicro = balance.BalanceMicro - _baselineMicro - cashMicro;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_isKnown);
        hash.Add(_baselineMicro);
        hash.Add(DifferenceMicro);
        hash.Add(Newest.BalanceMicro);
        hash.Add(Newest.EquityMicro);
        hash.Add(Newest.UpdatedMs);
    }
}
