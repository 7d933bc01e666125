namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>What the markets of the modelled exchange share: the account stream, and numbers of orders and trades.</summary>
internal sealed class ModelAccount
{
    public List<ExchangeModel> Markets { get; } = [];

    public bool IsUp { get; set; } = true;

    /// <summary>Counts the connections of the account stream.</summary>
    public long Epoch { get; set; } = 1;

    /// <summary>Nonces of all orders that it was given: none may come twice.</summary>
    public HashSet<long> Nonces { get; } = [];

    /// <summary>When its newest frame arrives: frames keep their order.</summary>
    public long FrameMs { get; set; }

    public long NextOrderId { get; set; } = 5_000;

    public long NextTradeId { get; set; } = 9_000;
}
