namespace LowLatencyMM.Feed.Rest;

/// <summary>
/// The exchange's REST service, all of it that a trader needs: markets, the account, and orders. Every failure of a call is an
/// <see cref="ExtendedException"/>.
/// </summary>
/// <remarks>
/// Not for the hot path: the engine's own orders go over <see cref="Orders.OrderTransport{TAnswerSink}"/>. Safe for several callers at once. Works without a
/// key for what is public.
/// </remarks>
public sealed partial class ExtendedRestClient : IDisposable
{
    private readonly RestTransport _transport;
    private readonly WallClock _clock;
    private readonly TimeProvider _time;

    /// <summary>Makes a client; nothing is called yet.</summary>
    /// <param name="options">How to call.</param>
    /// <param name="clock">Stamps what the Deliver methods hand over.</param>
    /// <exception cref="ArgumentException">An address is no http or https address, or the API key cannot stand in a header.</exception>
    public ExtendedRestClient(RestOptions options, WallClock clock)
        : this(options, clock, TimeProvider.System)
    {
    }

    /// <summary>Makes a client for an instance of the exchange, with a key or, for what is public, without.</summary>
    /// <param name="environment">The exchange.</param>
    /// <param name="apiKey">The account's key, or null.</param>
    /// <exception cref="ArgumentException">The API key cannot stand in a header.</exception>
    public ExtendedRestClient(ExtendedEnvironment environment, Signing.SecretText? apiKey = null)
        : this(RestOptions.For(environment, apiKey), new WallClock())
    {
    }

    internal ExtendedRestClient(RestOptions options, WallClock clock, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _transport = new RestTransport(options, time);
        _clock = clock;
        _time = time;
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private async Task<T> GetAsync<T>(RestCall call, CancellationToken cancellation)
        where T : class =>
        RestJson.ReadData<T>(await _transport.CallAsync(call, cancellation).ConfigureAwait(false), call.Place);

    private async Task<IReadOnlyList<T>> GetListAsync<T>(RestCall call, CancellationToken cancellation) =>
        RestJson.ReadList<T>(await _transport.CallAsync(call, cancellation).ConfigureAwait(false), call.Place);

    private async Task<Page<T>> GetPageAsync<T>(RestCall call, CancellationToken cancellation) =>
        RestJson.ReadPage<T>(await _transport.CallAsync(call, cancellation).ConfigureAwait(false), call.Place);

    /// <summary>All items, newest first, page after page, fetched as they are asked for.</summary>
    private static async IAsyncEnumerable<T> PagesAsync<T>(
        Func<long?, Task<Page<T>>> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        long? cursor = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Page<T> page = await read(cursor).ConfigureAwait(false);
            foreach (T item in page.Items)
                yield return item;
            if (page.Items.Count == 0 || page.Cursor is null)
                yield break;
            // The exchange counts downwards; a cursor that does not would never end.
            if (page.Cursor >= cursor)
                throw new ExtendedException(ExtendedErrorKind.Protocol, $"A page's cursor is {page.Cursor} after {cursor}: a smaller one is expected.");
            cursor = page.Cursor;
        }
    }

    private static string Segment(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return Uri.EscapeDataString(text);
    }
}
