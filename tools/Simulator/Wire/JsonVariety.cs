using System.Text.Json;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// Rewrites JSON as the exchange might write it another day: members in any order, members that nobody knows, some of them null. Values
/// keep their exact text. Thread-safe.
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
                _text.Raw(JsonMarshal(element));
                break;
        }
    }

    private void WriteObject(JsonElement element)
    {
        JsonProperty[] members = [.. element.EnumerateObject()];
        _chance.Shuffle(members);
        _text.Raw((byte)'{');
        for (int i = 0; i < members.Length; i++)
        {
            _text.Separate(i).Quoted(members[i].Name).Raw((byte)':');
            Write(members[i].Value);
        }
        if (members.Length > 0 && _chance.Next(16) == 0)
            _text.Raw(_chance.Next(2) == 0 ? ",\"neverSeen\":null"u8 : ",\"neverSeen\":{\"deep\":[1,-2.5e3,\"\\u00e9}\",true]}"u8);
        _text.Raw((byte)'}');
    }

    private static ReadOnlySpan<byte> JsonMarshal(JsonElement element) =>
        System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element);
}
