using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>Where an account frame is put together before it is delivered: arrays that are used again and grow to the largest frame seen.</summary>
internal sealed class AccountScratch
{
    /// <summary>Most objects that a frame may have: a page of the REST history has up to 10,000.</summary>
    public const int MaxItems = 1 << 15;

    private OrderUpdate[] _orders = new OrderUpdate[256];
    private Fill[] _fills = new Fill[256];
    private PositionUpdate[] _positions = new PositionUpdate[64];
    private byte[] _text = new byte[32 * 1024];
    private int _orderCount;
    private int _fillCount;
    private int _positionCount;
    private int _textLength;

    public bool HasOrders;
    public bool HasFills;
    public bool HasPositions;
    public bool HasBalance;
    public bool IsSnapshot;
    public AccountBalance Balance;

    public ReadOnlySpan<OrderUpdate> Orders => _orders.AsSpan(0, _orderCount);

    public ReadOnlySpan<Fill> Fills => _fills.AsSpan(0, _fillCount);

    public ReadOnlySpan<PositionUpdate> Positions => _positions.AsSpan(0, _positionCount);

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _textLength);

    public bool HasAny => HasOrders || HasFills || HasPositions || HasBalance;

    public void Clear()
    {
        ClearOrders();
        ClearFills();
        ClearPositions();
        _textLength = 0;
        HasOrders = false;
        HasFills = false;
        HasPositions = false;
        HasBalance = false;
        IsSnapshot = false;
        Balance = default;
    }

    public void ClearOrders() => _orderCount = 0;

    public void ClearFills() => _fillCount = 0;

    public void ClearPositions() => _positionCount = 0;

    public bool TryAdd(in OrderUpdate order) => TryAdd(ref _orders, ref _orderCount, in order);

    public bool TryAdd(in Fill fill) => TryAdd(ref _fills, ref _fillCount, in fill);

    public bool TryAdd(in PositionUpdate position) => TryAdd(ref _positions, ref _positionCount, in position);

    /// <summary>Keeps <paramref name="text"/> and returns where it starts.</summary>
    public int AddText(ReadOnlySpan<byte> text)
    {
        while (_textLength + text.Length > _text.Length)
            Array.Resize(ref _text, _text.Length * 2);
        text.CopyTo(_text.AsSpan(_textLength));
        int start = _textLength;
        _textLength += text.Length;
        return start;
    }

    private static bool TryAdd<T>(ref T[] items, ref int count, in T item)
    {
        if ((uint)count >= (uint)items.Length)
        {
            if (count >= MaxItems)
                return false;
            Array.Resize(ref items, items.Length * 2);
        }
        items[count++] = item;
        return true;
    }
}
