using System.Runtime.InteropServices;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>The book that the streams show: what is left of the recorded book plus own orders; and what of it was published last.</summary>
internal sealed class ShownBook(RecordedBook recorded, OwnBook own, bool ownOrdersVisible)
{
    private readonly List<LevelChange> _bidChanges = [];
    private readonly List<LevelChange> _askChanges = [];

    /// <summary>Bids as of the last frame.</summary>
    public BookSide Bids { get; } = new(Side.Buy);

    /// <summary>Asks as of the last frame.</summary>
    public BookSide Asks { get; } = new(Side.Sell);

    /// <summary>Bids that the last <see cref="Publish"/> changed, best first.</summary>
    public ReadOnlySpan<LevelChange> BidChanges => CollectionsMarshal.AsSpan(_bidChanges);

    /// <summary>Asks that the last <see cref="Publish"/> changed, best first.</summary>
    public ReadOnlySpan<LevelChange> AskChanges => CollectionsMarshal.AsSpan(_askChanges);

    /// <summary>Best level now.</summary>
    public BookLevel Best(Side side)
    {
        long price = recorded[side].BestPrice;
        List<Order> orders = own[side];
        if (ownOrdersVisible && orders.Count > 0 && (price == 0 || OwnBook.IsBetter(side, orders[0].Price, price)))
            price = orders[0].Price;
        return price == 0 ? default : new BookLevel(price, SizeAt(side, price));
    }

    /// <summary>Size shown at a price now.</summary>
    public long SizeAt(Side side, long price) => recorded[side].Available(price) + (ownOrdersVisible ? own.SizeAt(side, price) : 0);

    /// <summary>Brings the published book up to now and collects the changes.</summary>
    public void Publish()
    {
        Publish(Side.Buy, Bids, _bidChanges);
        Publish(Side.Sell, Asks, _askChanges);
    }

    private void Publish(Side side, BookSide published, List<LevelChange> changes)
    {
        changes.Clear();
        List<long> touched = recorded[side].Touched;
        touched.Sort();
        if (side == Side.Buy)
            touched.Reverse();
        long previous = 0;
        foreach (long price in touched)
        {
            if (price == previous)
                continue;
            previous = price;
            long size = SizeAt(side, price), before = published.SizeAt(price);
            if (size == before)
                continue;
            published.Set(price, size);
            changes.Add(new LevelChange(price, size - before, size));
        }
        touched.Clear();
    }
}
