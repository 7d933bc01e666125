using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Host.Ingress;

/// <summary>The market data streams by their number, so that one that the core distrusts can be made anew.</summary>
public sealed class StreamSet
{
    private readonly Dictionary<(ushort Market, StreamId Stream), Action> _renewals = [];

    /// <summary>Names how a stream is made anew; before the engine starts.</summary>
    /// <param name="market">The market's number.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="renew">Asks for it; must neither wait nor throw.</param>
    public void Add(ushort market, StreamId stream, Action renew) => _renewals[(market, stream)] = renew;

    /// <summary>The stream is to be made anew. Returns at once.</summary>
    public void Renew(ushort market, StreamId stream)
    {
        if (_renewals.TryGetValue((market, stream), out Action? renew))
            renew();
    }
}
