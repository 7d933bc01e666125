namespace LowLatencyMM.Core.Orders;

/// <summary>What was decided and what was refused, counted.</summary>
public sealed class OrderCounters
{
    /// <summary>New orders decided.</summary>
    public long Creates { get; set; }

    /// <summary>Replaces decided.</summary>
    public long Replaces { get; set; }

    /// <summary>Cancels decided, mass cancels among them.</summary>
    public long Cancels { get; set; }

    /// <summary>Queries decided.</summary>
    public long Queries { get; set; }

    /// <summary>Requests and orders that the exchange refused.</summary>
    public long Rejects { get; set; }

    /// <summary>New orders and replaces whose order stood in the plan.</summary>
    public long Planned { get; set; }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(Creates);
        hash.Add(Replaces);
        hash.Add(Cancels);
        hash.Add(Queries);
        hash.Add(Rejects);
        hash.Add(Planned);
    }
}
