namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// Where the exchange tells what happened, in order, at the exchange's current time. Objects and spans are read at once, not kept.
/// </summary>
internal interface IExchangeSink
{
    /// <summary>Levels that changed since the last frame, best price first; may be empty.</summary>
    void OnBookDelta(Market market, ReadOnlySpan<LevelChange> bids, ReadOnlySpan<LevelChange> asks);

    /// <summary>The whole book as last published, once a minute.</summary>
    void OnBookSnapshot(Market market, BookSide bids, BookSide asks);

    /// <summary>The best levels changed.</summary>
    void OnBestBidAsk(Market market, BookLevel bid, BookLevel ask);

    /// <summary>Trades of one moment.</summary>
    void OnPublicTrades(Market market, ReadOnlySpan<PublicTrade> trades);

    /// <summary>Mark and index price, once a second.</summary>
    void OnPrices(Market market);

    /// <summary>A funding rate was applied.</summary>
    void OnFunding(Market market, FundingRate rate);

    /// <summary>A second of exchange time has passed.</summary>
    void OnSecond();

    /// <summary>Orders changed; each is given in full.</summary>
    void OnOrders(ReadOnlySpan<Order> orders);

    /// <summary>The account traded.</summary>
    void OnFill(Fill fill);

    /// <summary>The position changed.</summary>
    void OnPosition(Position position);

    /// <summary>The balance or the margin changed.</summary>
    void OnBalance(Account account);
}
