using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Risk;

/// <summary>What all markets share of risk: equity, the value of all positions, and what a reached loss limit forbids.</summary>
public sealed class AccountRisk
{
    private const double Milli = 1_000;

    private readonly long _maxLeverageMilli;
    private readonly long[] _exposureMicro;

    /// <summary>Nothing is known yet.</summary>
    public AccountRisk(RiskSettings settings, int markets)
    {
        _maxLeverageMilli = (long)(settings.MaxLeverage * Milli);
        _exposureMicro = new long[markets];
    }

    /// <summary>Equity as the exchange last said, 1e-6 of the collateral; 0 before it did.</summary>
    public long EquityMicro { get; set; }

    /// <summary>Whether a loss limit ended quoting for good.</summary>
    public bool IsKilled { get; set; }

    /// <summary>Whether only what reduces a position may be placed.</summary>
    public bool OnlyReduces { get; set; }

    /// <summary>Whether there is a leverage limit.</summary>
    public bool HasLeverageLimit => _maxLeverageMilli > 0;

    /// <summary>Notes the value of a market's position, without sign.</summary>
    public void SetExposure(int market, long valueMicro) => _exposureMicro[market] = valueMicro;

    /// <summary>
    /// The value, 1e-6 of the collateral, that a market's position may reach beside all others at the leverage limit; while the equity
    /// is unknown there is no room.
    /// </summary>
    public long LeverageRoomMicro(int market)
    {
        long others = 0;
        for (int i = 0; i < _exposureMicro.Length; i++)
            others += i == market ? 0 : _exposureMicro[i];
        long most = (long)((Int128)EquityMicro * _maxLeverageMilli / 1_000);
        return Math.Max(0, most - others);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(EquityMicro);
        hash.Add(IsKilled);
        hash.Add(OnlyReduces);
        foreach (long exposure in _exposureMicro)
            hash.Add(exposure);
    }
}
