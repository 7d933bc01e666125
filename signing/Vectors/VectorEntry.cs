using System.Globalization;
using System.Text.Json;

namespace LowLatencyMM.Signing.Vectors;

/// <summary>One known answer: typed access to its fields, and comparison with what this library computes.</summary>
/// <param name="array">Name of the array that holds it.</param>
/// <param name="json">The object.</param>
internal readonly struct VectorEntry(string array, JsonElement json)
{
    /// <summary>Name of the array that holds it.</summary>
    public string Array => array;

    /// <summary>Whether it is an object with all of these fields.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return false;
        foreach (string name in names)
        {
            if (!json.TryGetProperty(name, out _))
                return false;
        }

        return true;
    }

    public bool IsArray(string name) => Has(name) && json.GetProperty(name).ValueKind == JsonValueKind.Array;

    public bool IsNull(string name) => Property(name).ValueKind == JsonValueKind.Null;

    public bool Flag(string name) => Property(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Malformed(name, "true or false"),
    };

    public VectorEntry Object(string name) => new(array, Property(name));

    public string Text(string name) =>
        Property(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Malformed(name, "a text");

    public Felt Felt(string name) => Signing.Felt.TryParseHex(Text(name), out Felt value) ? value : throw Malformed(name, "a field element in hex");

    public Felt[] Felts(string name)
    {
        JsonElement values = Property(name);
        if (values.ValueKind != JsonValueKind.Array)
            throw Malformed(name, "an array");
        Felt[] felts = new Felt[values.GetArrayLength()];
        for (int i = 0; i < felts.Length; i++)
        {
            if (values[i].ValueKind != JsonValueKind.String || !Signing.Felt.TryParseHex(values[i].GetString(), out felts[i]))
                throw Malformed(name, "field elements in hex");
        }

        return felts;
    }

    public StarkPrivateKey PrivateKey(string name) =>
        StarkPrivateKey.TryParseHex(Text(name), out StarkPrivateKey? key) ? key : throw Malformed(name, "a private key in hex, at least 1 and below n");

    public uint UInt32(string name) =>
        uint.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : throw Malformed(name, "a u32");

    public ulong UInt64(string name) =>
        ulong.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : throw Malformed(name, "a u64");

    public long Int64(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Malformed(name, "an i64");

    public void Expect(string name, in Felt actual)
    {
        Felt expected = Felt(name);
        if (actual != expected)
            throw new VectorException($"{name} is {actual}, expected {expected}");
    }

    public void ExpectAll(string name, params ReadOnlySpan<Felt> actual)
    {
        Felt[] expected = Felts(name);
        if (!actual.SequenceEqual(expected))
            throw new VectorException($"{name} is {string.Join(", ", actual.ToArray())}, expected {string.Join(", ", expected)}");
    }

    public void ExpectVerdict(string what, bool actual, bool expected)
    {
        if (actual != expected)
            throw new VectorException($"{what} is {(actual ? "accepted" : "refused")}, expected the opposite");
    }

    private JsonElement Property(string name) =>
        Has(name) ? json.GetProperty(name) : throw new VectorException($"{name} is missing");

    private VectorException Malformed(string name, string expected) =>
        // A key of a vector file is public, yet a file of one's own may be checked: the text is not shown.
        new(name == "private_key" ? $"{name} is not {expected}" : $"{name} is {Property(name).GetRawText()}, expected {expected}");
}
