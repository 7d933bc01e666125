using System.Text;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Orders;

/// <summary>An order that is ready to be sent. It holds signatures, but no secret.</summary>
public sealed class SignedOrder
{
    internal SignedOrder(NewOrder order, Felt? hash, byte[] body)
    {
        Order = order;
        Hash = hash;
        Body = body;
    }

    /// <summary>The order with everything chosen: external id, nonce, expiry, fee rate.</summary>
    public NewOrder Order { get; }

    /// <summary>The message hash that was signed; null for take-profit and stop-loss alone, whose legs are signed each.</summary>
    public Felt? Hash { get; }

    /// <summary>The request's JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The sender's id.</summary>
    public string ExternalId => Order.ExternalId!;

    /// <summary>The request's JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Body.Span);
}
