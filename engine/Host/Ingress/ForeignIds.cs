using System.Text;
using LowLatencyMM.Gateway;

namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// Turns external order ids into numbers: our own give their order number, foreign ones (another program of the same account) a
/// negative number that stays the same for the process's life. Allocates for a foreign id only.
/// </summary>
public sealed class ForeignIds
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    /// <summary>The number of an id; 0 for an empty one.</summary>
    /// <param name="externalId">UTF-8.</param>
    /// <param name="isNew">Whether a foreign id was seen for the first time: its text is to be published with its number.</param>
    public long NumberOf(ReadOnlySpan<byte> externalId, out bool isNew)
    {
        isNew = false;
        if (externalId.IsEmpty)
            return 0;
        if (ExternalId.TryParse(externalId, out long ownId))
            return ownId;
        string text = Encoding.UTF8.GetString(externalId);
        lock (_lock)
        {
            if (_numbers.TryGetValue(text, out long number))
                return number;
            isNew = true;
            number = -(_numbers.Count + 1);
            _numbers.Add(text, number);
            return number;
        }
    }
}
