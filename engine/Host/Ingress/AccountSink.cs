using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed.Frames;
using FrameRejection = LowLatencyMM.Feed.Frames.FrameRejection;
using OrderStatus = LowLatencyMM.Core.Events.OrderStatus;
using Side = LowLatencyMM.Core.Events.Side;
using TradeType = LowLatencyMM.Core.Events.TradeType;

namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// Writes account data into the ring, from the stream and from REST answers alike. Runs on the thread that reads; allocates only
/// for an order id that is not ours.
/// </summary>
/// <param name="ring">The engine's ring.</param>
/// <param name="stamps">Notes when each frame was parsed and each of its events published.</param>
/// <param name="ids">Numbers for external ids.</param>
/// <param name="fills">Notes the newest fill, from which a recovery goes on.</param>
/// <param name="markets">How many markets are made.</param>
/// <param name="onConnection">
/// Called with the connection's number when the account stream has (re)connected: what was missed must be fetched; or is down.
/// </param>
public readonly struct AccountSink(
    RingBuffer<Event> ring, ArrivalStamps stamps, ForeignIds ids, NewestFill fills, int markets, Action<bool, long> onConnection) : IAccountSink
{
    /// <inheritdoc/>
    public void OnOrders(in OrdersFrame frame)
    {
        EventFlags flags = frame.IsSnapshot ? EventFlags.Snapshot : EventFlags.None;
        for (int i = 0; i < frame.Orders.Length; i++)
        {
            ref readonly OrderUpdate order = ref frame.Orders[i];
            long ownId = NumberOf(frame.ExternalId(i), frame.Header);
            long sequence = stamps.Next(1, out long parsed);
            ref Event e = ref ring[sequence];
            StreamEvents.Begin(ref e, EventKind.AccountOrder, flags | Place(i, frame.Orders.Length), (ushort)order.Market, frame.Header);
            ref AccountOrderPayload payload = ref e.AccountOrder;
            payload.OwnId = ownId;
            payload.OrderId = order.Id;
            payload.Side = (Side)order.Side;
            payload.Status = (OrderStatus)order.Status;
            payload.Reason = (StatusReason)order.StatusReason;
            payload.PriceTicks = order.PriceTicks;
            payload.QuantitySteps = order.QuantitySteps;
            payload.FilledSteps = order.FilledSteps;
            payload.FeeMicro = order.PayedFeeMicro;
            payload.AveragePriceNano = order.AveragePriceNano;
            payload.CreatedMs = order.CreatedMs;
            payload.UpdatedMs = order.UpdatedMs;
            stamps.Publish(sequence, parsed);
        }
    }

    /// <inheritdoc/>
    public void OnTrades(in FillsFrame frame)
    {
        EventFlags flags = frame.IsSnapshot ? EventFlags.Snapshot : EventFlags.None;
        for (int i = 0; i < frame.Fills.Length; i++)
        {
            ref readonly Fill fill = ref frame.Fills[i];
            long ownId = NumberOf(frame.ExternalOrderId(i), frame.Header);
            long sequence = stamps.Next(1, out long parsed);
            ref Event e = ref ring[sequence];
            StreamEvents.Begin(ref e, EventKind.AccountTrade, flags | Place(i, frame.Fills.Length), (ushort)fill.Market, frame.Header);
            ref AccountTradePayload payload = ref e.AccountTrade;
            payload.TradeId = fill.Id;
            payload.OrderId = fill.OrderId;
            payload.OwnId = ownId;
            payload.Side = (Side)fill.Side;
            payload.PriceNano = fill.PriceNano;
            payload.QuantitySteps = fill.QuantitySteps;
            payload.ValueMicro = fill.ValueMicro;
            payload.FeeNano = fill.FeeNano;
            payload.IsTaker = fill.IsTaker ? 1 : 0;
            payload.TradeType = (TradeType)fill.Type;
            payload.CreatedMs = fill.CreatedMs;
            stamps.Publish(sequence, parsed);
            fills.Note(fill.Id);
        }
    }

    /// <inheritdoc/>
    public void OnBalance(in BalanceFrame frame)
    {
        long sequence = stamps.Next(1, out long parsed);
        ref Event e = ref ring[sequence];
        StreamEvents.Begin(ref e, EventKind.Balance, Place(0, 1) | (frame.IsSnapshot ? EventFlags.Snapshot : EventFlags.None), 0, frame.Header);
        ref BalancePayload payload = ref e.Balance;
        payload.BalanceMicro = frame.Balance.BalanceMicro;
        payload.EquityMicro = frame.Balance.EquityMicro;
        payload.AvailableForTradeMicro = frame.Balance.AvailableForTradeMicro;
        payload.AvailableForWithdrawalMicro = frame.Balance.AvailableForWithdrawalMicro;
        payload.UnrealisedPnlMicro = frame.Balance.UnrealisedPnlMicro;
        payload.InitialMarginMicro = frame.Balance.InitialMarginMicro;
        payload.MarginRatioNano = frame.Balance.MarginRatioNano;
        payload.ExposureMicro = frame.Balance.ExposureMicro;
        payload.UpdatedMs = frame.Balance.UpdatedMs;
        stamps.Publish(sequence, parsed);
    }

    /// <inheritdoc/>
    public void OnPositions(in PositionsFrame frame)
    {
        EventFlags flags = frame.IsSnapshot ? EventFlags.Snapshot : EventFlags.None;
        // A market without a position in a snapshot has none, which nothing else would say.
        for (int market = 0; market < markets && frame.IsSnapshot; market++)
        {
            if (!Has(frame.Positions, market))
                PublishFlat((ushort)market, frame.Header);
        }
        for (int i = 0; i < frame.Positions.Length; i++)
        {
            ref readonly PositionUpdate position = ref frame.Positions[i];
            long sequence = stamps.Next(1, out long parsed);
            ref Event e = ref ring[sequence];
            StreamEvents.Begin(ref e, EventKind.Position, flags | Place(i, frame.Positions.Length), (ushort)position.Market, frame.Header);
            ref PositionPayload payload = ref e.Position;
            payload.PositionId = position.Id;
            payload.SizeSteps = position.SizeSteps;
            payload.OpenPriceNano = position.OpenPriceNano;
            payload.MarkPriceNano = position.MarkPriceNano;
            payload.ValueMicro = position.ValueMicro;
            payload.UnrealisedPnlMicro = position.UnrealisedPnlMicro;
            payload.RealisedPnlMicro = position.RealisedPnlMicro;
            payload.MarginMicro = position.MarginMicro;
            payload.IsClosed = position.Status == PositionStatus.Closed ? 1 : 0;
            payload.UpdatedMs = position.UpdatedMs;
            stamps.Publish(sequence, parsed);
        }
    }

    /// <inheritdoc/>
    public void OnRejected(in FrameRejection rejection)
    {
        if (!rejection.Header.FromRest)
            fills.Lose();
        StreamEvents.PublishRejection(ring, rejection);
    }

    /// <inheritdoc/>
    public void OnConnection(in ConnectionChange change)
    {
        if (change.State == Feed.Frames.ConnectionState.Disconnected)
            fills.Lose();
        StreamEvents.PublishConnection(ring, change);
        if (change.State != Feed.Frames.ConnectionState.Connecting)
            onConnection(change.State == Feed.Frames.ConnectionState.Connected, change.Epoch);
    }

    private static bool Has(ReadOnlySpan<PositionUpdate> positions, int market)
    {
        foreach (ref readonly PositionUpdate position in positions)
        {
            if (position.Market == market)
                return true;
        }
        return false;
    }

    private void PublishFlat(ushort market, in FrameHeader header)
    {
        long flat = ring.Next(1);
        StreamEvents.Begin(ref ring[flat], EventKind.Position, EventFlags.Snapshot | Place(0, 1) | EventFlags.Empty, market, header);
        ring[flat].Position.IsClosed = 1;
        ring.Publish(flat, flat);
    }

    private static EventFlags Place(int index, int count) =>
        (index == 0 ? EventFlags.FrameStart : EventFlags.None) | (index == count - 1 ? EventFlags.FrameEnd : EventFlags.None);

    private long NumberOf(ReadOnlySpan<byte> externalId, in FrameHeader header)
    {
        long number = ids.NumberOf(externalId, out bool isNew);
        if (isNew)
        {
            long sequence = ring.Next(1);
            StreamEvents.FillText(ref ring[sequence], StreamId.Account, header.ReceiveNs, TextPurpose.ForeignExternalId, externalId);
            ring.Publish(sequence, sequence);
        }
        return number;
    }
}
