using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Rest;

namespace LowLatencyMM.Host.Egress;

/// <summary>Cancels every order of some markets and asks the exchange until it lists none.</summary>
public sealed class OpenOrders(ExtendedRestClient rest, IReadOnlyList<string> markets)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Cancels all and polls. Repeats the cancel with each poll that still finds orders, and goes on through failures until the
    /// time is up.
    /// </summary>
    /// <param name="patience">How long in all.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>External ids that the exchange still lists; null if it could not be asked.</returns>
    public async Task<IReadOnlyList<string>?> CancelAllAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        IReadOnlyList<string>? left = null;
        try
        {
            while (true)
            {
                left = await TryOnceAsync(limit.Token).ConfigureAwait(false) ?? left;
                if (left is { Count: 0 })
                    return left;
                await Task.Delay(PollInterval, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return left;
        }
    }

    /// <summary>Asks for one mass cancel, without waiting for its effect.</summary>
    public Task MassCancelAsync(CancellationToken cancellation) =>
        rest.MassCancelAsync(new MassCancelRequest { Markets = markets }, cancellation);

    private async Task<IReadOnlyList<string>?> TryOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await MassCancelAsync(cancellation).ConfigureAwait(false);
            IReadOnlyList<OrderInfo> open = await rest.GetOpenOrdersAsync(markets, cancellation: cancellation).ConfigureAwait(false);
            return [.. open.Select(order => order.ExternalId)];
        }
        catch (ExtendedException e) when (e.Kind != ExtendedErrorKind.Authentication)
        {
            // Not known: asked again until the time is up.
            return null;
        }
    }
}
