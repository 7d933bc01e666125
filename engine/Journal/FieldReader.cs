using System.Buffers.Binary;

namespace LowLatencyMM.Journal;

/// <summary>Walks over the fields of a record. Cold.</summary>
internal ref struct FieldReader(RawRecord record)
{
    private readonly ReadOnlySpan<byte> _bytes = record.Bytes;
    private int _at = record.FieldsOffset;

    /// <summary>Fields not yet read.</summary>
    public int Left { get; private set; } = record.FieldCount;

    /// <summary>The code that the next field begins with.</summary>
    public readonly byte Code => _bytes[_at];

    public bool TryReadInt(out long value)
    {
        value = 0;
        return TryTake(out ReadOnlySpan<byte> field) && RawRecord.TryReadInt(field, out value);
    }

    public bool TryReadFloat64(out long bits)
    {
        bits = 0;
        if (!TryTake(out ReadOnlySpan<byte> field) || field[0] != MessagePack.Float64)
            return false;
        bits = BinaryPrimitives.ReadInt64BigEndian(field[1..]);
        return true;
    }

    /// <summary>Text up to 65,535 bytes.</summary>
    public bool TryReadStr(out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        if (!TryTake(out ReadOnlySpan<byte> field))
            return false;
        int head = field[0] switch
        {
            >= MessagePack.FixStr and < MessagePack.FixStr + 32 => 1,
            MessagePack.Str8 => 2,
            MessagePack.Str16 => 3,
            _ => 0,
        };
        utf8 = field[head..];
        return head > 0;
    }

    /// <summary>Up to 255 bytes.</summary>
    public bool TryReadBin(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryTake(out ReadOnlySpan<byte> field) || field[0] != MessagePack.Bin8)
            return false;
        bytes = field[2..];
        return true;
    }

    private bool TryTake(out ReadOnlySpan<byte> field)
    {
        field = default;
        if (Left == 0)
            return false;
        field = _bytes.Slice(_at, MessagePack.LengthOf(_bytes[_at..]));
        _at += field.Length;
        Left--;
        return true;
    }
}
