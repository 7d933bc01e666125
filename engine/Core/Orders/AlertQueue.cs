using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>Alerts that wait to be told with the next decision. Beyond its room the newest are only counted.</summary>
public sealed class AlertQueue
{
    private const int Capacity = 16;

    private readonly AlertPayload[] _alerts = new AlertPayload[Capacity];
    private readonly ushort[] _markets = new ushort[Capacity];
    private int _count;

    /// <summary>Alerts so far.</summary>
    public long Total { get; private set; }

    /// <summary>The newest.</summary>
    public AlertKind Last { get; private set; }

    /// <summary>Alerts that wait.</summary>
    public int Count => _count;

    /// <summary>A person should know of this.</summary>
    public void Raise(ushort market, in AlertPayload alert)
    {
        Total++;
        Last = alert.Alert;
        if (_count == Capacity)
            return;
        _alerts[_count] = alert;
        _markets[_count] = market;
        _count++;
    }

    /// <summary>Tells as many as fit into <paramref name="room"/>, the oldest first.</summary>
    public void Publish(int room, long nowNs, long sequence, ref DecisionBatch batch)
    {
        int told = Math.Min(room, _count);
        for (int i = 0; i < told; i++)
        {
            ref AlertPayload alert = ref batch.Add(EventKind.Alert, _markets[i], nowNs).Alert;
            alert = _alerts[i];
            alert.CauseSequence = sequence;
        }
        if (told == 0)
            return;
        _count -= told;
        Array.Copy(_alerts, told, _alerts, 0, _count);
        Array.Copy(_markets, told, _markets, 0, _count);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(Total);
        hash.Add((long)Last);
        hash.Add(_count);
    }
}
