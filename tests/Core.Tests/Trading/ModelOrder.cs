using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>An order as the modelled exchange knows it.</summary>
internal sealed class ModelOrder(OrderSentPayload request, long orderId, long createdMs)
{
    public OrderSentPayload Request { get; } = request;

    public long OrderId { get; } = orderId;

    public long CreatedMs { get; } = createdMs;

    public long UpdatedMs { get; set; } = createdMs;

    public long FilledSteps { get; set; }

    public bool IsLive { get; set; }

    public OrderStatus Status { get; set; } = OrderStatus.New;

    public StatusReason Reason { get; set; } = StatusReason.None;

    public bool HasEnded => !IsLive && Status is not OrderStatus.New;
}
