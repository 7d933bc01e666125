using System.Runtime.InteropServices;
using System.Text.Json;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// Rewrites JSON as the exchange might write it another day: members in any order, absent ones as null, members and reasons that
/// nobody knows, a position's times by their other names. Values keep their exact text. Thread-safe.
/// </summary>
internal sealed class JsonVariety(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _chance = new(seed);
    private readonly Utf8Text _text = new();

    /// <summary>The text rewritten, or, three times of four, as it is.</summary>
    public ReadOnlyMemory<byte> Vary(ReadOnlyMemory<byte> json)
    {
        lock (_gate)
        {
            if (_chance.Next(4) != 0)
                return json;
            using JsonDocument document = JsonDocument.Parse(json);
            _text.Clear();
            Write(document.RootElement);
            return _text.Written.ToArray();
        }
    }

    private void Write(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element);
                break;
            case JsonValueKind.Array:
                _text.Raw((byte)'[');
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    _text.Separate(index++);
                    Write(item);
                }
                _text.Raw((byte)']');
                break;
            default:
                _text.Raw(JsonMarshal.GetRawUtf8Value(element));
                break;
        }
    }

    private void WriteObject(JsonElement element)
    {
        JsonProperty[] members = [.. element.EnumerateObject()];
        _chance.Shuffle(members);
        bool otherTimes = _chance.Next(2) == 0;
        _text.Raw((byte)'{');
        for (int i = 0; i < members.Length; i++)
        {
            _text.Separate(i).Quoted(otherTimes ? OtherName(members[i].Name) : members[i].Name).Raw((byte)':');
            if (otherTimes && members[i].NameEquals("adl"u8) && members[i].Value.ValueKind == JsonValueKind.Number)
                _text.Quoted(members[i].Value.GetRawText());
            else
                Write(members[i].Value);
        }
        if (members.Length > 0)
            WriteMore(element);
        _text.Raw((byte)'}');
    }

    /// <summary>Members that could be there as well: absent ones as null, a reason and a member that nobody knows.</summary>
    private void WriteMore(JsonElement element)
    {
        if (element.TryGetProperty("externalId"u8, out _) && element.TryGetProperty("status"u8, out JsonElement status))
        {
            foreach (string name in (ReadOnlySpan<string>)["averagePrice", "cancelledQty", "trigger", "takeProfit", "stopLoss"])
            {
                if (!element.TryGetProperty(name, out _))
                    _text.Raw((byte)',').Quoted(name).Raw(":null"u8);
            }
            if (!element.TryGetProperty("statusReason"u8, out _))
                _text.Raw(status.ValueEquals("CANCELLED"u8) ? ",\"statusReason\":\"NEVER_SEEN\""u8 : ",\"statusReason\":null"u8);
        }
        if (_chance.Next(16) == 0)
            _text.Raw(_chance.Next(2) == 0 ? ",\"neverSeen\":null"u8 : ",\"neverSeen\":{\"deep\":[1,-2.5e3,\"\\u00e9}\",true]}"u8);
    }

    /// <summary>Positions' times have two names: one in the documents of REST, one in those of the streams.</summary>
    private static string OtherName(string name) => name switch
    {
        "createdAt" => "createdTime",
        "updatedAt" => "updatedTime",
        _ => name,
    };
}
